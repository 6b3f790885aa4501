"""Writes a ring of one device for each `name=port`, in one process in the place of nine."""

import sys

from swift.common.ring import RingBuilder

folder, *servers = sys.argv[1:]
for server in servers:
    name, port = server.split('=')
    builder = RingBuilder(4, 1, 1)
    address = {'ip': '127.0.0.1', 'port': int(port)}
    replication = {'replication_ip': '127.0.0.1', 'replication_port': int(port)}
    builder.add_dev(
        {'region': 1, 'zone': 1, 'device': 'd1', 'weight': 1, 'meta': '', **address, **replication}
    )
    builder.rebalance()
    builder.get_ring().save('%s/%s.ring.gz' % (folder, name))
