"""Run the hub by hand: ``python tests/support/hub [PORT]``. It keeps everything in memory and ends with Ctrl-C."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hub import LoopbackHub, Store

TOKEN = "hf_" + "demonstration" * 2

hub = LoopbackHub(Store(tokens={TOKEN: "me"}), port=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
sys.stdout.write(
    f"A hub for the user `me`. In another terminal:\n\n"
    f"export HF_ENDPOINT={hub.url} HF_TOKEN={TOKEN} HF_HUB_DISABLE_XET=1 HF_HOME=$(mktemp -d)\n"
    f"bdci-corpus publish --to hf:me/corpus --dry-run\n\n"
)
sys.stdout.flush()
try:
    hub.serve()
except KeyboardInterrupt:
    sys.stdout.write("stopped\n")
