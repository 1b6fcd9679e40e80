"""Where readers work: what they keep, correct and file. Each change is a form of a page, answered with a redirect."""
