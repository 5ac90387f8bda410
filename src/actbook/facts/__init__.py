"""What can be stated of a function: how each fact is read, proved, refuted and told."""
