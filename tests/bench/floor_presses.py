"""Runs the floor of a bot: a long poll that answers button presses at once. A separate program: `<url> <token>`."""

import asyncio
import sys

import aiohttp


async def answer(session: aiohttp.ClientSession, api: str, query_id: str) -> None:
    """Answer one press."""
    async with session.post(f"{api}/answerCallbackQuery", data={"callback_query_id": query_id}) as response:
        await response.read()


async def run(url: str, token: str) -> None:
    """Poll until the process is terminated."""
    api, offset = f"{url}/bot{token}", 0
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as answers:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            async with session.post(f"{api}/getUpdates", data={"offset": offset, "timeout": 30}) as response:
                updates = (await response.json())["result"]
            for update in updates:
                offset = update["update_id"] + 1
                if query := update.get("callback_query"):
                    answers.create_task(answer(session, api, query["id"]))


if __name__ == "__main__":
    import uvloop

    uvloop.run(run(*sys.argv[1:]))
