// The same map as ours in React Flow: `window.graph` has functions, cards and ties where our scene has them.
import { ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { createRoot } from 'react-dom/client';
import { useEdgesState, useNodesState } from '@xyflow/react';

const { containers, cards, ties } = window.graph;
const rooms = containers.map(({ id, name, rect: [x, y, width, height] }) => ({
  id,
  type: 'group',
  position: { x, y },
  style: { width, height },
  data: { label: name },
  draggable: false,
}));
const teams = cards.map(({ id, name, rect: [x, y, width, height] }) => ({
  id,
  position: { x, y },
  style: { width, height },
  data: { label: name },
}));
const dependencies = ties.map(({ id, provider, receiver, label }) => ({
  id,
  source: provider,
  target: receiver,
  label: label?.text,
  markerEnd: { type: 'arrowclosed' },
}));

function Map() {
  const [nodes, , onNodesChange] = useNodesState([...rooms, ...teams]);
  const [edges] = useEdgesState(dependencies);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onInit={(flow) => (window.flow = flow)}
      fitView
      minZoom={0.01}
      panOnScroll
      zoomOnPinch
    />
  );
}

window.begunAfter = performance.now();
createRoot(document.getElementById('map')).render(<Map />);
