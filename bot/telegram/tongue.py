"""Which language somebody is spoken to in."""

from telegram import CallbackQuery, Message

from bot.telegram.messages import language_code_of, sender_id
from bot.texts import Texts
from storage.chats import Chat, Chats


class Tongue:
    """Finds the catalogue for whoever speaks: as the group has set it, as they have, as Telegram tells."""

    def __init__(self, chats: Chats, texts: Texts) -> None:
        self._chats = chats
        self._texts = texts

    async def of_message(self, message: Message) -> str:
        """Return the catalogue for an answer to a message.

        Somebody without a language of their own is spoken to as their chat was last.

        Raises:
            TransientError: The database does not answer.
        """
        place, chosen = await self._chosen(message.chat.id, sender_id(message))
        code = language_code_of(message)
        return chosen or (self._texts.language_for(code) if code or not place.language else place.language)

    async def of_press(self, query: CallbackQuery) -> str:
        """Return the catalogue for what a press is answered with, and brings. Raises as `of_message`."""
        person_id = query.from_user.id
        _, chosen = await self._chosen(query.message.chat.id if query.message else person_id, person_id)
        return chosen or self._texts.language_for(query.from_user.language_code)

    async def _chosen(self, place_id: int, speaker_id: int) -> tuple[Chat, str]:
        """Return what is known of a place, and the language that was set for it or by whoever speaks, or nothing."""
        chats = await self._chats.find(place_id, speaker_id)
        place, speaker = chats[place_id], chats[speaker_id]
        return place, place.preferences.language or speaker.preferences.language
