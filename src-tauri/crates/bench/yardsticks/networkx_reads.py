"""How long networkx takes to read an edge list (CSV with a header: from,to,kind,weight). Prints JSON."""
import json
import sys
import time

import networkx as nx

times = []
for _ in range(9):
    begun = time.perf_counter()
    graph = nx.DiGraph()
    with open(sys.argv[1], encoding="utf-8") as file:
        next(file)
        lines = (" ".join(line.split(",")[:2]) for line in file)
        graph = nx.parse_edgelist(lines, create_using=nx.DiGraph)
    times.append(time.perf_counter() - begun)
print(json.dumps({"seconds": sorted(times)[len(times) // 2], "edges": graph.number_of_edges()}))
