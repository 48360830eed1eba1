"""Python imports this at start when its folder is on PYTHONPATH: processes that a test starts are offline as well."""

import only_loopback

only_loopback.install()
