"""The patterns of the REF block: enumerators, numbers, dates, remarks, and the kinds that are no telegram."""

from __future__ import annotations

import re

# (A)  A)  A.  A:  A -  (A.)  (B9 for a shift key that stuck  A. (A)  REF A
ENUMERATOR = re.compile(
    r"""(?<![A-Za-z0-9.'/&(-])(?:
    (?:REF(?:TEL)?[ ])?\((?P<round>[A-Za-z]|\d{1,2})[.]?(?:\)|9(?!\d))[.:]?
    |(?:REF(?:TEL)?[ ])?(?P<open>[A-Za-z])\)[.:]?
    |(?P<number>\d{1,2})(?:\)(?=\s)|\.(?=[ ][A-Z]{3}[A-Z ]{0,20}[ ]\d{2,6}\b))
    |(?:REF(?:TEL)?[ ])?(?P<point>[A-Za-z])(?:[.:](?=[\s(]|[A-Z]{3}|\d\d[ ]?[A-Z])|[ ]?-[ ])
    |REF(?:TEL)?[ ](?P<named>[A-Z])(?=[\s,])
    |(?P<bare>[A-Z])[ ](?=(?:\d\d[ ])?[A-Z]{4,}[A-Z ]{0,20}[ ]\d{2,6}\b)
    )[ \t]*+(?:\(?(?P<again>[A-Za-z])\)[.:]?(?=[ ])|(?P=point)\.(?=[ ]))?""",
    re.VERBOSE,
)

_MONTH = r"(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)[A-Z]{0,6}\.?"

# 06 STATE 72746   STATE 72746   AMEMBASSY LIMA NR 12   LIMATEL 12   LIMA 06-12   Ashgabat 989
TELEGRAM = re.compile(
    r"""(?:['’]?(?P<year>(?:19|20)\d\d|\d\d)(?:[ ]*|(?<=[A-Z][).:][ ]\d\d)[ ]*\n[ ]*))?  # D) 74, and the post below
    (?P<station>[A-Za-z][A-Za-z.'’/-]*+(?:\s++[A-Za-z][A-Za-z.'’/-]*+){0,4}?)
    \s*+(?:TEL\s*+|NR\.?\s*+|NO\.?\s*+|\#\s*+|-\s*+)?
    (?:(?P<year_in>\d\d)-(?=\d{1,6}\b))?
    (?P<serial>\d{1,3},\d{3}(?![\d,])|\d[\dO]{0,5}|0{1,6}\d{1,6})(?![\dA-Za-z:%])""",
    re.VERBOSE,
)

NUMBER_FIRST = re.compile(
    r"(?:NR\.?\s*+|NO\.?\s*+)?(?P<serial>\d{2,6})\s++(?P<station>[A-Z][A-Z.'-]*(?: [A-Z][A-Z.'-]*){0,2})"
    r"(?=\s*+(?:[,;(.]|\Z))"
)

SERIAL = re.compile(
    rf"(?:NR\.?\s*+|NO\.?\s*+)?(?P<serial>\d[\dO]{{1,5}})(?![\d/:]|[A-Za-z]|\s++{_MONTH}(?![A-Z]))"
)

AIRGRAM = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d|\d\d)\s++)?(?:(?P<station>(?!AIRGRAM\b)[A-Z][A-Z.'-]*+(?:\s++[A-Z][A-Z.'-]*+){0,3}?)['’S]{0,2},?\s++)?"
    r"(?:AIRGRAM\s++)?A-\s?(?P<serial>\d{1,4})\b"
)

BY_GROUP = re.compile(
    r"(?P<station>[A-Z][A-Z0-9.'/-]*+(?:\s++[A-Z0-9][A-Z0-9.'/-]*+){0,5}?),?\s*+\(?(?:DTG:?\s*+)?"
    r"(?P<group>(?:[ZOPR]\s)?\d{6}\s?Z\s?(?:[A-Z]{3}\s?(?:\d{4}|\d\d)?)?)(?!\d)\)?"
)

# The date of the telegram referred to, behind its number; its year is the number's year.
DATE = re.compile(
    rf"""\s*+(?:,|/|-)?\s*+(?:\(|\bOF\b|\bDATED\b|\bDTD\b)*\s*+(?:
    \d{{1,2}}/\d{{1,2}}/(?P<a>\d{{4}}|\d\d)(?!\d)
    |\d{{1,2}}[ ]?{_MONTH},?\s++(?P<b>\d{{4}}|\d\d)(?!\d)
    |{_MONTH}\s\d{{1,2}},?\s++(?P<c>(?:19|20)\d\d)(?!\d)
    |\(?(?P<d>(?:19|20)\d\d)\)
    )\)?""",
    re.VERBOSE,
)

MORE = re.compile(r"\s*+(?:,|;|&|/|\bAND\b|\band\b)(?:\s*+(?:,|&|\bAND\b|\band\b))*\s*+")
RANGE = re.compile(r"\s*+(?:-|\bTHROUGH\b|\bTHRU\b|\bTO\b)\s*+(?P<last>\d{1,6})(?![\d/-])")
SLASH = re.compile(r"/(?P<other>\d{1,6})(?![\d/])")

REMARK = re.compile(
    r"""[\s,]*+(?:
    [(\[/]*\s*+(?P<notal>(?P<all>(?:ALL|BOTH)\s++)?NOTAL)\s*+[)\]]?
    |\(?(?:EXDIS|NODIS|STADIS|LIMDIS|ONLY|ET\s?AL\.?|AND\s++PREVIOUS|PREVIOUS|AND\s++SERIES)\b\)?
    |\((?:DTG|PARAS?|SECTION|SECTO|TOSEC)\b[^()\n]{0,60}\)
    |\(\s*+(?:"""
    + _MONTH
    + r"""\s\d{1,2}|\d{1,2}\s"""
    + _MONTH
    + r""")\s*+\)
    |(?:TOSEC|TODEP|TOTAS|TOPAR)\s++\d{1,6}\b
    |(?:SECTIONS?|SEC\.?|PARAS?|PARAGRAPHS?)\s++\d{1,2}(?:\s*+(?:,|AND|-|THROUGH)\s*+\d{1,2})*
    )""",
    re.VERBOSE | re.IGNORECASE,
)

QUOTED = re.compile(r'[\s,:-]*+["“](?P<title>[^"”]{2,200})["”]')
DASHED = re.compile(r"(?:\s++-{1,2}\s++|\s*+:\s++)(?P<title>(?!NOTAL)[A-Za-z][^;()]{3,160})")

# Kinds that are no telegram, by the words that tell; the first that fits counts.
_KINDS = (
    ("email", r"\bE-?\s?MAILS?\b"),
    ("telcon", r"\b(?:TEL(?:E)?CON|PHONECON|FONECON|TELEPHONE|PHONE|TELECOMS?)\w*"),
    ("memcon", r"\bMEMCONS?\b"),
    ("fax", r"\b(?:FAX|TELEFAX|FACSIMILE)\b"),
    ("note", r"\b(?:DIP(?:LOMATIC)?\s?NOTE|NOTE\sVERBALE|DIPNOTE)\b"),
    ("letter", r"\b(?:LETTERS?|LTR|O-I)\b"),
    ("memo", r"\bMEMO(?:RANDUM|S)?\b|\bO\.?M\.?\s(?:OF|DATED|DTD|\d)"),
    ("web", r"\b(?:HTTPS?:|WWW\.)"),
    ("report", r"\b(?:IIR|TDX?|TDCS|CIR)[\s/-]{0,2}\d"),
    ("press", r"\b(?:FBIS|OSC|JPRS|AFP|REUTERS?|UPI)\b"),
    (
        "law",
        r"\b(?:FAM|FAH|CFR|U\.?S\.?C|UNSCR|P\.?L\.?|PUBLIC\sLAW|GUIDELINES|CONVENTION|RESOLUTION)\s?\d"
        r"|\b\d{1,4}\s?(?:FAM|FAH|CFR|USC)\b",
    ),
    (
        "telegram",
        r"\b(?:SEPTEL|MIPT|URTEL|MYTEL|REFTEL|PREVIOUS\sTEL)\w*\b"
        r"|^(?:MY|OUR|YOUR|UR)\s(?:TEL(?:EGRAM)?S?\s|CABLE\s|MESSAGE\s)?(?:NR?\.?\s)?\d",
    ),
)
KINDS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _KINDS)
