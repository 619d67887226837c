"""Texts as the minutes compare them: without the white space, and without what does not tell two apart."""


def plain(text: str) -> str:
    return tidy(text).lower().rstrip(".!?")


def tidy(text: str) -> str:
    return " ".join(text.split())
