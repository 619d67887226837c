"""Pressing an answer as somebody would: again, where the phone has not taken it."""

from playwright.sync_api import Page

UNREAD_MS = 600
"""A card, or its text, that came by itself takes no press for half a second."""

LAST = "() => document.querySelector('.last-vote')?.dataset.statement"
# Whether it was taken, once the page has drawn.
TAKEN = """([card, before]) => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
    const last = document.querySelector('.last-vote')?.dataset.statement;
    resolve(last === card || last !== (before ?? undefined));
})))"""


def press(page: Page, choice: str) -> None:
    """Give the card in front this answer: `agree`, `disagree` or `pass`."""
    card = page.locator(".card")
    before, statement = page.evaluate(LAST), card.get_attribute("data-statement")
    answer = card.locator(f".choice--{choice}")
    answer.click()
    if not page.evaluate(TAKEN, [statement, before]):
        page.wait_for_timeout(UNREAD_MS)
        answer.click()
