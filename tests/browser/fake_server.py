"""The web application over the fake assistant: `python fake_server.py PORT FEEDBACK.sqlite [QUESTIONS_A_MINUTE]`."""

import importlib.util
import sys
from pathlib import Path

from assistant.web.access import open_listener


def main() -> None:
    listener = open_listener("127.0.0.1", int(sys.argv[1]))
    from assistant.feedback import FeedbackStore
    from assistant.web.access import Access
    from assistant.web.limits import Limits
    from assistant.web.server import create_app, serve

    path = Path(__file__).parents[1] / "web" / "fake_assistant.py"
    spec = importlib.util.spec_from_file_location("fake_assistant", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["fake_assistant"] = module
    spec.loader.exec_module(module)
    feedback = FeedbackStore(Path(sys.argv[2]), days=90)
    options = {}
    if len(sys.argv) > 3:  # questions a minute, of anybody
        options = {"access": Access("open"), "limits": Limits(a_minute=int(sys.argv[3]))}
    serve(create_app(module.FakeAssistant(), feedback=feedback, **options), listener)


if __name__ == "__main__":
    main()
