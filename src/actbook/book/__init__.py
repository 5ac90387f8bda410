"""All pages: what each rests on, what is known of it already, and what has to be run."""
