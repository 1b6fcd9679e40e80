"""The message centre: telegrams drafted and released, routed, queued, sent and received between posts."""
