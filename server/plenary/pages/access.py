"""Who may use each address of the server: one row for every method and path. Sockets ask by `wire/access.py`.

A page is a shell that anybody may load: what it shows comes over the socket, to whoever has the link. So a row that
is open to anybody says that the answer holds nothing that is not public.
"""

from dataclasses import dataclass
from typing import Final

from plenary.deliberation.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Opens:
    """Whom an address serves.

    anybody: no key is asked for.   operator: whoever runs the server, by the operator's secret.   roles: by a role link
    of the event that the address names.
    """

    anybody: bool = False
    operator: bool = False
    roles: frozenset[Role] = frozenset()


ANYBODY: Final = Opens(anybody=True)
OPERATOR: Final = Opens(operator=True)
STAFF: Final = Opens(roles=frozenset({Role.MODERATOR, Role.ORGANISER}))
# Who helps somebody that has lost a ticket or a phone.
AT_THE_DOOR: Final = Opens(roles=frozenset({Role.ORGANISER, Role.STEWARD}))
ORGANISERS: Final = Opens(roles=frozenset({Role.ORGANISER}))

ROUTES: Final[dict[str, Opens]] = {
    "GET /": ANYBODY,
    "GET /desk": ANYBODY,
    # Examples of every component, and nothing of an event.
    "GET /dev/components": ANYBODY,
    "GET /icon.svg": ANYBODY,
    "GET /worker.js": ANYBODY,
    "GET /static": ANYBODY,
    "GET /healthz": ANYBODY,
    "GET /readyz": ANYBODY,
    "GET /metrics": ANYBODY,
    "GET /e/{code}": ANYBODY,
    "GET /e/{code}/screen": ANYBODY,
    "GET /e/{code}/desk": ANYBODY,
    "GET /e/{code}/steward": ANYBODY,
    "GET /e/{code}/qr.svg": ANYBODY,
    "GET /e/{code}/plain": ANYBODY,
    # As the socket: a participant brings their own key, here in a cookie with a form of our own page.
    "POST /e/{code}/plain": ANYBODY,
    # A ticket, a token from a message or a sign-in is what it asks for; the page itself changes nothing.
    "GET /e/{code}/prove": ANYBODY,
    "POST /e/{code}/prove": ANYBODY,
    "GET /sign-in/back": ANYBODY,
    "POST /e/{code}/tickets": ORGANISERS,
    "GET /api/v1/events/{code}/tickets": AT_THE_DOOR,
    "POST /api/v1/events/{code}/tickets/{number}": AT_THE_DOOR,
    "DELETE /api/v1/events/{code}/tickets/{number}": ORGANISERS,
    # Reports are made to be published: they hold nothing about fewer than k people.
    "GET /e/{code}/report": ANYBODY,
    "GET /e/{code}/report/{number:int}": ANYBODY,
    "GET /api/v1/events/{code}/reports": ANYBODY,
    "POST /api/v1/events/{code}/reports": STAFF,
    "POST /api/v1/events/{code}/without-flagged": STAFF,
    "GET /api/v1/events/{code}/analyses": STAFF,
    "POST /api/v1/events/{code}/analyses": STAFF,
    "DELETE /api/v1/events/{code}/analyses/{id}": STAFF,
    # What names pseudonyms is for organisers alone: `pages/exports.py` looks at what is asked for.
    "POST /api/v1/events/{code}/exports": STAFF,
    "GET /api/v1/events/{code}/exports/{id}": STAFF,
    "GET /api/v1/events/{code}/exports/{id}/file": STAFF,
    # The key is what it asks for.
    "POST /e/{code}/key": ANYBODY,
    # The key is what it answers to, as on the socket.
    "POST /e/{code}/own": ANYBODY,
    "GET /api/v1/openapi.json": ANYBODY,
    # The operator's secret is what it asks for.
    "POST /operator/session": ANYBODY,
    "GET /api/v1/operator/sessions": OPERATOR,
    "DELETE /api/v1/operator/sessions/{id}": OPERATOR,
    "POST /api/v1/events": OPERATOR,
    "GET /api/v1/events/{code}": ANYBODY,
    "POST /api/v1/events/{code}/links": OPERATOR,
    "POST /api/v1/events/{code}/rehearsal": ORGANISERS,
    "GET /api/v1/events/{code}/rehearsal": ORGANISERS,
    "DELETE /api/v1/events/{code}/rehearsal": ORGANISERS,
    "SOCKET /ws/{code}": ANYBODY,
}
