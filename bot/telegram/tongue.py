"""Which language somebody is spoken to in."""

from telegram import CallbackQuery, Message

from bot.telegram.messages import language_code_of, speaker_of
from bot.texts import Texts
from storage.chats import Chats


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
        chats = await self._chats.find(message.chat.id, speaker_of(message))
        place, speaker = chats[message.chat.id], chats[speaker_of(message)]
        if chosen := place.preferences.language or speaker.preferences.language:
            return chosen
        code = language_code_of(message)
        return self._texts.language_for(code) if code or not place.language else place.language

    async def of_press(self, query: CallbackQuery) -> str:
        """Return the catalogue for what pops up at whoever pressed. Raises as `of_message`."""
        person = await self._chats.get(query.from_user.id)
        return person.preferences.language or self._texts.language_for(query.from_user.language_code)
