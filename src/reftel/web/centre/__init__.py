"""The message centre in the browser: the watch, and the desk at which telegrams are drafted, cleared and released."""
