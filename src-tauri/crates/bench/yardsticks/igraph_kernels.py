"""igraph's kernels on an undirected graph (first line: nodes; then one "a b" a line). For each kernel named on a line of
the input it runs it once and prints how many seconds that took."""
import sys
import time

import igraph as ig

with open(sys.argv[1], encoding="utf-8") as file:
    nodes = int(next(file))
    graph = ig.Graph(n=nodes, edges=[tuple(map(int, line.split())) for line in file])
weights = [1.0] * graph.ecount()

kernels = {
    "betweenness": lambda: graph.betweenness(directed=False),
    "weighted betweenness": lambda: graph.betweenness(directed=False, weights=weights),
    "cut points and bridges": lambda: (graph.articulation_points(), graph.bridges()),
    "closeness": lambda: graph.harmonic_centrality(),
    "pagerank": lambda: graph.pagerank(),
    "leiden": lambda: graph.community_leiden(objective_function="modularity", resolution=1.0, n_iterations=-1),
}

for name in sys.stdin:
    work = kernels[name.strip()]
    begun = time.perf_counter()
    work()
    print(time.perf_counter() - begun, flush=True)
