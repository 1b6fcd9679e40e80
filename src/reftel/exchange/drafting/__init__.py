"""From a draft to a released telegram: versions, comments, clearances that are enforced, release."""
