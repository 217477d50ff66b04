// The network of who acts toward whom; places come from the server, the same every time. The table below has the same.
import "/static/vendor/graphology.umd.min.js";
import "/static/vendor/sigma.min.js";

const box = document.getElementById("network");
const style = getComputedStyle(document.documentElement);
const ink = (name) => style.getPropertyValue(`--${name}`).trim();

function show(number) {
  const row = document.getElementById(`p${number}`);
  if (!row) return;
  for (const old of document.querySelectorAll("tr.chosen")) old.classList.remove("chosen");
  row.classList.add("chosen");
  row.querySelector("[data-row]").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

async function draw() {
  const answer = await fetch(box.dataset.source);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const data = await answer.json();
  const { MultiDirectedGraph } = globalThis.graphology;
  const graph = new MultiDirectedGraph();
  const most = Math.max(1, ...data.nodes.map((one) => one.n));
  const thick = Math.max(1, ...data.edges.map((one) => one.n));
  for (const one of data.nodes) {
    graph.addNode(one.key, { x: one.x, y: one.y, label: one.label, size: 3 + 7 * Math.sqrt(one.n / most), color: ink("node") });
  }
  for (const one of data.edges) {
    const colour = one.conflict * 2 > one.n ? ink("q3") : ink("q1");
    graph.addEdge(String(one.from), String(one.to), { size: 1 + 4 * Math.sqrt(one.n / thick), color: colour, number: one.number, label: String(one.n) });
  }
  const { Sigma } = globalThis;
  let near = null;
  const seen = new Sigma(graph, box, {
    primitives: { edges: { paths: [Sigma.rendering.pathLine(), Sigma.rendering.pathCurved(), Sigma.rendering.pathLoop()], extremities: [Sigma.rendering.extremityArrow()] } },
    styles: {
      nodes: { ...Sigma.DEFAULT_STYLES.nodes, labelColor: ink("ink"), labelFont: "system-ui, sans-serif", labelSize: 12, backdropColor: ink("panel") },
      edges: { ...Sigma.DEFAULT_STYLES.edges, head: "arrow", path: "straight", parallelPath: "curved", opacity: 0.85 },
    },
    settings: { itemSizesReference: "screen", labelRenderedSizeThreshold: 4, labelDensity: 1.2, labelGridCellSize: 90, enableEdgeEvents: true, minEdgeThickness: 1, enableCameraRotation: false, stagePadding: 40 },
    nodeReducer: (key, at) => (near && !near.has(key) ? { ...at, label: "", color: ink("line") } : at),
    edgeReducer: (key, at) => (near && !graph.extremities(key).every((end) => near.has(end)) ? { ...at, visibility: "hidden" } : at),
  });
  seen.on("enterNode", ({ node }) => { near = new Set([node, ...graph.neighbors(node)]); seen.refresh(); });
  seen.on("leaveNode", () => { near = null; seen.refresh(); });
  seen.on("clickEdge", ({ edge }) => show(graph.getEdgeAttribute(edge, "number")));
  seen.on("clickNode", ({ node }) => { const [edge] = graph.edges(node); if (edge) show(graph.getEdgeAttribute(edge, "number")); });
  const buttons = box.parentElement.querySelector(".zoom");
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const camera = seen.getCamera();
    const now = camera.getState();
    const way = event.target.dataset.zoom;
    if (way === "in") camera.setState({ ...now, ratio: now.ratio / 1.5 });
    if (way === "out") camera.setState({ ...now, ratio: now.ratio * 1.5 });
    if (way === "all") camera.setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  });
  box.dataset.ready = "1";
}

draw().catch((error) => {
  box.classList.add("failed");
  box.textContent = `The network cannot be drawn here (${error.message}). The table below has the same pairs.`;
});
