"""Starts our processes without their second of imports: forked from a server that has imported everything already.

A test starts `python -m bot run` as usual. On Linux `QuickPopen`, in place of `subprocess.Popen`, lets a server fork
that process instead of executing it. The process has the same streams, environment and working directory, and the
test is its parent.
"""

import ctypes
import gc
import inspect
import json
import os
import runpy
import socket
import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

MODULES = ("bot", "tests.support.broken", "tests.torture.skewed", "tests.attack.bot")
"""Modules that the server can start."""

IMPORTED = ("bot.runner", "bot.app", "bot.backup", "bot.doctor.examine", "tests.attack.bot", "tests.torture.skewed")
"""Modules that are slow to import."""

READ_AT_IMPORT = ("SSL_CERT_FILE", "TZ", "PYTHONDEVMODE", "PYTHONIOENCODING")
"""Variables that must have the server's values, because imported modules have read them."""

NOT_FORKED = {"preexec_fn", "pass_fds", "shell", "executable", "gid", "gids", "uid"}
"""Options of `Popen` that a plain fork does not support."""

SIGNATURE = inspect.signature(subprocess.Popen._execute_child)
PIPES = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
"""The signature of the method by which `Popen` starts its child, and the pipes that it has opened for the child."""

MOST = 1 << 20
PR_SET_CHILD_SUBREAPER = 36


class QuickPopen(subprocess.Popen[Any]):
    """Replaces `subprocess.Popen`: the server forks the processes that it supports."""

    _turn = threading.Lock()
    _server: "tuple[int, socket.socket] | None" = None

    def _execute_child(self, *args: Any, **options: Any) -> None:
        given = SIGNATURE.bind(self, *args, **options).arguments
        command, environment = given["args"], given["env"] or os.environ
        if not _can_be_forked(command, environment, given):
            super()._execute_child(*args, **options)
            return
        streams = [given["p2cread"], given["c2pwrite"], given["errwrite"]]
        streams = [number if own == -1 else own for number, own in enumerate(streams)]
        order = {
            "command": [str(argument) for argument in command[2:]],
            "environment": dict(environment),
            "folder": str(given["cwd"] or Path.cwd()),
            "session": given["start_new_session"],
        }
        with self._turn:
            self.pid = _forked(self._server_of_this_process(), order, streams)
        self._child_created = True
        self._close_pipe_fds(*(given[name] for name in PIPES))

    @classmethod
    def _server_of_this_process(cls) -> socket.socket:
        if cls._server is None or cls._server[0] != os.getpid():
            ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            its.set_inheritable(True)
            command = [sys.executable, "-m", "tests.support.fork_server", str(its.fileno())]
            os.posix_spawn(sys.executable, command, {**os.environ, "PYTHONPATH": str(ROOT)})
            its.close()  # the server then ends with this process
            cls._server = os.getpid(), ours
        return cls._server[1]


def _can_be_forked(command: Any, environment: Any, given: dict[str, Any]) -> bool:
    return (
        sys.platform == "linux"
        and not isinstance(command, (str, bytes, os.PathLike))
        and [*command[:2]] == [sys.executable, "-m"]
        and command[2] in MODULES
        and environment.get("PYTHONPATH") == str(ROOT)  # this code, not a copy of it
        and not any(given.get(name) for name in NOT_FORKED)
        and all(environment.get(name) == os.environ.get(name) for name in READ_AT_IMPORT)
    )


def _forked(server: socket.socket, order: dict[str, Any], streams: list[int]) -> int:
    """Let the server fork; the new process becomes a child of this one, because its parent has exited by then."""
    adopt = ctypes.CDLL(None).prctl
    adopt(PR_SET_CHILD_SUBREAPER, 1)
    try:
        socket.send_fds(server, [json.dumps(order).encode()], streams)
        return int(server.recv(MOST))
    finally:
        adopt(PR_SET_CHILD_SUBREAPER, 0)


def _become(order: dict[str, Any], streams: list[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, max(streams) + 1)
    if order["session"]:
        os.setsid()
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.stdin, sys.stdout = _stream(0, "r"), _stream(1, "w")
    sys.stderr = _stream(2, "w", errors="backslashreplace", buffering=1)
    sys.stdout.reconfigure(write_through="PYTHONUNBUFFERED" in os.environ)
    module, *sys.argv[1:] = order["command"]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _stream(number: int, mode: str, **options: Any) -> Any:
    return open(number, mode, encoding="utf-8", closefd=False, **options)


def main() -> None:
    """Fork a process for each request, until the other end of the socket is closed."""
    orders = socket.socket(fileno=int(sys.argv[1]))
    for module in IMPORTED:
        import_module(module)
    gc.freeze()
    while True:
        message, streams, *_ = socket.recv_fds(orders, MOST, 3)
        if not message:
            return
        told, telling = os.pipe()
        middle = os.fork()
        if not middle:
            pid = os.fork()
            if not pid:
                orders.close()
                _become(json.loads(message), streams)
                return  # as any program ends
            os.write(telling, str(pid).encode())
            os._exit(0)
        os.waitpid(middle, 0)
        orders.send(os.read(told, 20))
        for number in (told, telling, *streams):
            os.close(number)


if __name__ == "__main__":
    main()
