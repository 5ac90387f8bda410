"""What expensive or machine-dependent cells found: kept as data, bound to code, tried elsewhere."""
