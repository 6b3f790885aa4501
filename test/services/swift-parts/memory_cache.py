"""What Swift's proxy keeps in memcached, in the memory of the one proxy that the tests run."""

import json
import time


class MemoryCache:
    """The calls of swift.common.memcached.MemcacheRing, with the names of its arguments."""

    def __init__(self):
        self._held = {}

    def get(self, key, raise_on_error=False):
        text, until = self._held.get(key, ('null', None))
        return json.loads(text) if until is None or time.monotonic() < until else None

    def set(self, key, value, serialize=True, time=0, min_compress_len=0, raise_on_error=False):
        self._held[key] = (json.dumps(value), _after(time))

    def incr(self, key, delta=1, time=0):
        value = max(0, (self.get(key) or 0) + delta)
        self.set(key, value, time=time)
        return value

    def decr(self, key, delta=1, time=0):
        return self.incr(key, -delta, time)

    def delete(self, key, server_key=None):
        self._held.pop(key, None)


def _after(seconds):
    return time.monotonic() + seconds if seconds else None


def filter_factory(global_conf, **local_conf):
    cache = MemoryCache()

    def with_cache(app):
        def call(env, start_response):
            env['swift.cache'] = cache
            return app(env, start_response)

        return call

    return with_cache
