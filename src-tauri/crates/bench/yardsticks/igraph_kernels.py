"""How long igraph's kernels take on an undirected graph (first line: nodes; then one "a b" a line). Prints JSON."""
import json
import sys
import time

import igraph as ig

with open(sys.argv[1], encoding="utf-8") as file:
    nodes = int(next(file))
    graph = ig.Graph(n=nodes, edges=[tuple(map(int, line.split())) for line in file])
weights = [1.0] * graph.ecount()


def seconds(work):
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return sorted(times)[2]


print(
    json.dumps(
        {
            "betweenness": seconds(lambda: graph.betweenness(directed=False)),
            "weighted betweenness": seconds(lambda: graph.betweenness(directed=False, weights=weights)),
            "cut points and bridges": seconds(lambda: (graph.articulation_points(), graph.bridges())),
            "closeness": seconds(lambda: graph.harmonic_centrality()),
            "pagerank": seconds(lambda: graph.pagerank()),
            "leiden": seconds(
                lambda: graph.community_leiden(objective_function="modularity", resolution=1.0, n_iterations=-1)
            ),
        }
    )
)
