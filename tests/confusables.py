"""`python -m tests.confusables`: writes the table of letters that look like ASCII's, from Unicode's own (UTS 39)."""

import json
import string
import unicodedata
from importlib.resources import files
from pathlib import Path

FILE = Path(__file__).parents[1] / "server" / "plenary" / "deliberation" / "confusables.py"

HEAD = '''\
# Written from Unicode's confusables (UTS 39) by `python -m tests.confusables`. Do not edit.
"""Letters of other scripts that print like one of ASCII, and which one; capitals and small letters apart."""

from typing import Final

'''


def pairs() -> dict[str, str]:
    """Each single letter beyond ASCII that looks like one of ASCII's, and that one."""
    table = json.loads(files("confusable_homoglyphs").joinpath("confusables.json").read_text("utf-8"))
    found: dict[str, str] = {}
    for letter in string.ascii_letters:
        for like in table.get(letter, ()):
            other = like["c"]
            # What NFKC already makes plain (full width, mathematical) need not be here, nor signs and digits.
            is_letter = len(other) == 1 and unicodedata.category(other)[0] == "L" and not other.isascii()
            if is_letter and unicodedata.normalize("NFKC", other) == other:
                found.setdefault(other, letter)
    return found


def written() -> str:
    small = {one: letter for one, letter in pairs().items() if one.casefold() == one and letter.islower()}
    large = {one: letter for one, letter in pairs().items() if one.casefold() != one and letter.isupper()}
    lines = [HEAD]
    for name, table in (("SMALL", small), ("LARGE", large)):
        lines.append(f"{name}: Final = str.maketrans(\n    {{\n")
        for letter in sorted(set(table.values())):
            for other in sorted(one for one, like in table.items() if like == letter):
                lines.append(f'        "\\u{ord(other):04x}": "{letter}",\n' if ord(other) < 0x10000
                             else f'        "\\U{ord(other):08x}": "{letter}",\n')  # fmt: skip
        lines.append("    }\n)\n" if name == "LARGE" else "    }\n)\n\n")
    return "".join(lines)


if __name__ == "__main__":
    FILE.write_text(written())
