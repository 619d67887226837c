"""Prompts and shown statements reach those who are here in their language, and nobody's translation is replaced."""

import asyncio
import threading

from plenary.deliberation.vocabulary import PromptId
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
                changes = [one for one in phone.heard if one["kind"] == "changed"]
                seen = [one for change in changes for one in change.get("statements", ())]
                return [
                    one["translations"] for one in seen if one.get("id") == tram and one.get("translations")
                ]

            async with asyncio.timeout(5):
                while not told():
                    await phone.next()
            french = {"language": "fr", "text": "[fr] Trams at night.", "version": 1, "by_service": True}
            assert told() == [[french]]
            assert "Trams at night." in [one["q"] for one in service.asked]
            assert "More parks." not in [one["q"] for one in service.asked]


async def test_a_prompt_is_translated_once_it_is_open_and_anew_when_it_is_reworded():
    with serving() as service:
        async with hall() as opened:
            desk = await opened.desk()
            prompt = await open_prompt(desk)
            phone = await opened.enter()
            assert (await phone.ask("join", mode="remote", language="fr"))["kind"] == "counted"
            translator = Translator(opened.hub, LibreTranslate(service.url))

            def told() -> list[tuple[object, ...]]:
                seen = [one for message in phone.heard for one in message.get("prompts", ())]
                return [
                    (one["text"], one["version"], one["by_service"])
                    for told in seen
                    for one in told.get("translations", ())
                ]

            async def until_told(text: str, version: int) -> None:
                await translator.look()
                async with asyncio.timeout(5):
                    while told()[-1:] != [(text, version, True)]:
                        await phone.next()

            asked = next(iter(opened.hub.live_events())).known.state.prompts[PromptId(prompt)].text
            await until_told(f"[fr] {asked}", 1)
            assert (await desk.ask("reword-prompt", prompt=prompt, text="And then?"))["kind"] == "counted"
            await until_told("[fr] And then?", 2)
            service.asked.clear()
            await translator.look()
            assert service.asked == []


class Waiting:
    """A service that has been asked, and answers when it may."""

    def __init__(self) -> None:
        self.asked, self.may = threading.Event(), threading.Event()

    def languages(self) -> dict[str, frozenset[str]]:
        return {"en": frozenset({"fr"})}

    def translate(self, text: str, source: str, target: str) -> str:
        self.asked.set()
        assert self.may.wait(30)
        return f"[{target}] {text}"


async def test_a_translation_of_words_that_have_gone_meanwhile_is_not_kept():
    async with hall() as opened:
        desk = await opened.desk()
        prompt = await open_prompt(desk)
        phone = await opened.enter()
        assert (await phone.ask("join", mode="remote", language="fr"))["kind"] == "counted"
        service = Waiting()
        translator = Translator(opened.hub, service)
        state = next(iter(opened.hub.live_events())).known.state

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(translator.look())
            await asyncio.to_thread(service.asked.wait, 30)
            assert (await desk.ask("reword-prompt", prompt=prompt, text="And then?"))["kind"] == "counted"
            service.may.set()

        assert state.prompts[PromptId(prompt)].translations == ()
        await translator.look()
        assert [one.text for one in state.prompts[PromptId(prompt)].translations] == ["[fr] And then?"]


async def test_a_prompt_that_a_person_has_translated_is_left_to_people():
    with serving() as service:
        async with hall() as opened:
            desk = await opened.desk()
            prompt = await open_prompt(desk)
            mine = {"prompt": prompt, "language": "fr", "text": "Et maintenant ?", "version": 1}
            assert (await desk.ask("translate-prompt", **mine))["kind"] == "counted"
            assert (await desk.ask("reword-prompt", prompt=prompt, text="And then?"))["kind"] == "counted"
            phone = await opened.enter()
            assert (await phone.ask("join", mode="remote", language="fr"))["kind"] == "counted"

            await Translator(opened.hub, LibreTranslate(service.url)).look()
            assert service.asked == []
