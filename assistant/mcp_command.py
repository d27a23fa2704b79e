"""The command by which programs on this machine use the tools, over stdin and stdout."""

from __future__ import annotations

import click


@click.command()
def mcp() -> None:
    """Serve the tools ask, query and read_assessment (MCP) on stdin and stdout.

    A running `candour serve` has the same ones at /mcp.
    """
    from assistant.app import open_assistant
    from assistant.web.mcp_server import mcp_server

    mcp_server(open_assistant()).run("stdio")
