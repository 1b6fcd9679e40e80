"""Links between telegrams: threads, answers, citations."""
