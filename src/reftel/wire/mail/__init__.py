"""A telegram as a mail and back: the fields of military mail, the label, the addresses, receipts."""
