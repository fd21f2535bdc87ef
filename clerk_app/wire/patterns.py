"""How the fields of messages are written."""

from __future__ import annotations

import re

DEVICE = re.compile(r"[0-9a-f]{16}")
SHA = re.compile(r"[0-9a-f]{64}")
KEY = re.compile(r"[0-9a-f]{64}")
SALT = re.compile(r"[0-9a-f]{32}")
SIGNATURE = re.compile(r"[0-9a-f]{128}")
NONCE = re.compile(r"[0-9a-f]{32}")
HALL = re.compile(r"[0-9]{12}")
STATION = re.compile(r"[0-9]{4}")
CASE = re.compile(r"[0-9]{20}")
AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00", re.ASCII)
WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")
KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
LINE = re.compile(r"[^\x00-\x1f\x7f]{0,400}")
"""A short text for people."""
BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
ANY = re.compile(r".*", re.DOTALL)
