"""Shown statements reach those who are here in their own language, and nobody's translation is replaced."""

import asyncio

from plenary.translating.libre import LibreTranslate
from plenary.translating.translator import Translator
from tests.hub.running import hall, open_prompt, seed
from tests.translating.service import serving


async def test_a_shown_statement_is_put_into_the_language_of_a_phone():
    with serving() as service:
        async with hall() as opened:
            desk = await opened.desk()
            prompt = await open_prompt(desk)
            tram = await seed(desk, prompt, "Trams at night.")
            park = await seed(desk, prompt, "More parks.")
            mine = {"statement": park, "language": "fr", "text": "Plus de parcs.", "version": 1}
            assert (await desk.ask("translate", **mine))["kind"] == "counted"
            phone = await opened.enter()
            assert (await phone.ask("join", mode="remote", language="fr-CA"))["kind"] == "counted"
            service.asked.clear()

            translator = Translator(opened.hub, LibreTranslate(service.url))
            await translator.look()
            await translator.look()

            def told() -> list[list[dict[str, object]]]:
                seen = [one for message in phone.heard for one in message.get("statements", ())]
                return [
                    one["translations"] for one in seen if one.get("id") == tram and one.get("translations")
                ]

            async with asyncio.timeout(5):
                while not told():
                    await phone.next()
            french = {"language": "fr", "text": "[fr] Trams at night.", "version": 1, "by_service": True}
            assert told() == [[french]]
            assert [one["q"] for one in service.asked] == ["Trams at night."]
