"""What goes wrong with the gateway, with the network and with the token."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.standin.gateway import INVALID, RECONNECT, WRONG_TOKEN
from tests.standin.listening import Listening, cut

if TYPE_CHECKING:
    from collections.abc import Iterator


class Outages(Listening):
    """A stand-in that fails when it is told to."""

    def drop(self, code: int | None = None) -> None:
        """Drop the gateway's connections: with a close code, or without a word."""

        def change() -> None:
            for connection in [*self.world.gateway.connections]:
                connection.dropped = True
                if code is None:
                    cut(connection.request.transport)
                else:
                    self.later(connection.socket.close(code=code))

        self.world.do(change)

    def reconnect(self) -> None:
        """Ask the bot to connect anew and to resume."""
        self.world.do(lambda: self._tell_all(RECONNECT, None))

    def invalidate(self, *, resumable: bool = False) -> None:
        """End the sessions, for good unless they may be resumed."""

        def change() -> None:
            self._tell_all(INVALID, resumable)
            for session in self.world.gateway.sessions:
                session.valid = session.valid and resumable

        self.world.do(change)

    def _tell_all(self, op: int, data: Any) -> None:
        for connection in self.world.gateway.connections:
            connection.send(op, data)

    @contextmanager
    def hold_events(self) -> Iterator[None]:
        """Keep events back within, then let them all go in one burst."""
        held = [*self.world.gateway.sessions]

        def keep(back: bool) -> None:
            for session in held:
                session.held = back
                session.flush()

        self.world.do(lambda: keep(True))
        yield
        self.world.do(lambda: keep(False))

    def goes_away(self) -> None:
        """Refuse connections and cut those there are, as when the network is gone."""
        self.run(self.shut())

    def comes_back(self) -> None:
        """Accept connections again, at the same address."""
        self.run(self.open())

    def revoke_token(self) -> None:
        """Make the token worth nothing, as when an operator resets it."""

        def change() -> None:
            self.world.revoked = True
            for session in self.world.gateway.sessions:
                session.valid = False

        self.world.do(change)
        self.drop(WRONG_TOKEN)
