"""A local stand-in for Discord, over real sockets.

```python
with StandIn() as discord:
    server = discord.server("Reading circle")
    channel = server.channel("general")
    alice = server.member("Alice")
    with running(discord, home=home):
        asked = alice.asks(channel, "ask", question="Who keeps the light?")
        [message] = asked.answer()
```
"""

from tests.standin.channels import Channel
from tests.standin.interactions import Interaction
from tests.standin.messages import Message
from tests.standin.people import Member
from tests.standin.program import Program, once, running
from tests.standin.servers import Server
from tests.standin.standin import StandIn

__all__ = [
    "Channel",
    "Interaction",
    "Member",
    "Message",
    "Program",
    "Server",
    "StandIn",
    "once",
    "running",
]
