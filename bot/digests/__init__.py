"""Daily summaries: what is asked for one, how its figures are composed, and when it is posted."""
