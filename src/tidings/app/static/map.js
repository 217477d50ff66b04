// The map: places of what the page lists, over shapes of countries. The table below has the same.
import { Map as Globe, setWorkerUrl } from "/static/vendor/maplibre-gl.mjs";

setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");
const box = document.getElementById("map");
const style = getComputedStyle(document.documentElement);
const ink = (name) => style.getPropertyValue(`--${name}`).trim();

function hatch(colour) {
  const size = 16;
  const canvas = new OffscreenCanvas(size, size);
  const draw = canvas.getContext("2d");
  draw.strokeStyle = colour;
  draw.lineWidth = 2;
  for (const at of [-size, 0, size]) {
    draw.beginPath();
    draw.moveTo(at, size);
    draw.lineTo(at + size, 0);
    draw.stroke();
  }
  return draw.getImageData(0, 0, size, size);
}

// a circle of so many kilometres: "somewhere around here"
function around(lon, lat, kilometres) {
  const ring = [];
  const up = kilometres / 111.2;
  const across = up / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  for (let n = 0; n <= 48; n += 1) {
    const turn = (n / 48) * 2 * Math.PI;
    ring.push([lon + across * Math.cos(turn), Math.max(-89, Math.min(89, lat + up * Math.sin(turn)))]);
  }
  return [ring];
}
const REACH = { district: 25, region: 90, area: 60 };
const side = (row) => (row.conflict > row.cooperation ? "conflict" : "cooperation");
const feature = (geometry, properties) => ({ type: "Feature", geometry, properties });
const collection = (features) => ({ type: "FeatureCollection", features });

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function layers(data, world) {
  const points = data.points.filter((row) => !(row.precision in REACH));
  const areas = data.points.filter((row) => row.precision in REACH);
  const shapes = world.features
    .filter((one) => one.properties.iso3 in data.countries)
    .map((one) => {
      const row = data.countries[one.properties.iso3];
      return feature(one.geometry, { ...row, side: side(row), place: one.properties.name });
    });
  const near = areas.map((row) => feature({ type: "Polygon", coordinates: around(row.lon, row.lat, REACH[row.precision]) }, { ...row, side: side(row) }));
  const dots = points.map((row) => feature({ type: "Point", coordinates: [row.lon, row.lat] }, { ...row, side: side(row) }));
  return { shapes: collection(shapes), near: collection(near), dots: collection(dots) };
}

function bounds(data, drawn) {
  const all = data.points.map((row) => [row.lon, row.lat]);
  for (const one of drawn.shapes.features) {
    // the largest piece of a country stands for it: France is not stretched to Guiana
    const pieces = one.geometry.coordinates.map((polygon) => polygon[0]);
    all.push(...pieces.reduce((most, ring) => (ring.length > most.length ? ring : most)));
  }
  if (!all.length) return [[-150, -50], [170, 70]];
  const lons = all.map((p) => p[0]);
  const lats = all.map((p) => p[1]);
  return [[Math.min(...lons), Math.max(-75, Math.min(...lats))], [Math.max(...lons), Math.min(80, Math.max(...lats))]];
}

function show(number) {
  const row = document.getElementById(`p${number}`);
  if (!row) return;
  for (const old of document.querySelectorAll("tr.chosen")) old.classList.remove("chosen");
  row.classList.add("chosen");
  const link = row.querySelector("[data-row]");
  if (link) link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

async function draw() {
  const [data, world] = await Promise.all([read(box.dataset.source), read(box.dataset.world)]);
  const drawn = layers(data, world);
  const most = Math.max(1, ...data.points.map((row) => row.n));
  const colour = ["match", ["get", "side"], "conflict", ink("q3"), ink("q1")];
  const pattern = ["match", ["get", "side"], "conflict", "hatch-conflict", "hatch-cooperation"];
  const globe = new Globe({
    container: box, attributionControl: false, canvasContextAttributes: { preserveDrawingBuffer: true },
    fadeDuration: 0, renderWorldCopies: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    bounds: bounds(data, drawn), fitBoundsOptions: { padding: 40, maxZoom: 7 }, maxZoom: 12,
    style: {
      version: 8,
      sources: {
        world: { type: "geojson", data: world },
        shapes: { type: "geojson", data: drawn.shapes },
        near: { type: "geojson", data: drawn.near },
        dots: { type: "geojson", data: drawn.dots, cluster: true, clusterRadius: 24, clusterMaxZoom: 6,
          clusterProperties: { n: ["+", ["get", "n"]], conflict: ["+", ["get", "conflict"]], cooperation: ["+", ["get", "cooperation"]] } },
      },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": ink("sea") } },
        { id: "land", type: "fill", source: "world", paint: { "fill-color": ink("land"), "fill-outline-color": ink("border") } },
      ],
    },
  });
  globe.touchZoomRotate.disableRotation();
  globe.on("load", () => {
    globe.addImage("hatch-conflict", hatch(ink("q3")));
    globe.addImage("hatch-cooperation", hatch(ink("q1")));
    globe.addLayer({ id: "shapes", type: "fill", source: "shapes", paint: { "fill-pattern": pattern, "fill-opacity": 0.55 } });
    globe.addLayer({ id: "shapes-line", type: "line", source: "shapes", paint: { "line-color": colour, "line-width": 1 } });
    globe.addLayer({ id: "near", type: "fill", source: "near", paint: { "fill-pattern": pattern, "fill-opacity": 0.7 } });
    globe.addLayer({ id: "near-line", type: "line", source: "near", paint: { "line-color": colour, "line-width": 1, "line-dasharray": [2, 2] } });
    const cluster = ["case", ["has", "side"], colour, [">", ["get", "conflict"], ["get", "cooperation"]], ink("q3"), ink("q1")];
    globe.addLayer({
      id: "dots", type: "circle", source: "dots",
      paint: { "circle-color": cluster, "circle-opacity": 0.82, "circle-stroke-color": ink("panel"), "circle-stroke-width": 1.5,
        "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "n"]], 1, 5, Math.sqrt(most) + 1, 22] },
    });
    const words = { "text-font": ["sans-serif"], "text-size": 12, "text-optional": true };
    const halo = { "text-color": ink("ink"), "text-halo-color": ink("land"), "text-halo-width": 1.6 };
    globe.addLayer({ id: "names", type: "symbol", source: "dots", paint: halo,
      layout: { ...words, "text-field": ["case", ["has", "point_count"], ["to-string", ["get", "n"]], ["concat", ["get", "place"], " ", ["to-string", ["get", "n"]]]], "text-anchor": "left", "text-offset": [1, 0] } });
    globe.addLayer({ id: "near-names", type: "symbol", source: "near", paint: halo, layout: { ...words, "text-field": ["concat", ["get", "place"], " ", ["to-string", ["get", "n"]]] } });
    for (const name of ["dots", "near", "shapes"]) {
      globe.on("mouseenter", name, () => { globe.getCanvas().style.cursor = "pointer"; });
      globe.on("mouseleave", name, () => { globe.getCanvas().style.cursor = ""; });
    }
    globe.on("click", (event) => {
      const [hit] = globe.queryRenderedFeatures(event.point, { layers: ["dots", "near", "shapes"] });
      if (!hit) return;
      if (hit.properties.cluster) globe.easeTo({ center: hit.geometry.coordinates, zoom: globe.getZoom() + 2, animate: false });
      else show(hit.properties.number);
    });
    globe.once("idle", () => { box.dataset.ready = "1"; });
  });
  const buttons = box.parentElement.querySelector(".zoom");
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const way = event.target.dataset.zoom;
    if (way === "in") globe.zoomTo(globe.getZoom() + 1, { animate: false });
    if (way === "out") globe.zoomTo(globe.getZoom() - 1, { animate: false });
    if (way === "all") globe.fitBounds(bounds(data, drawn), { padding: 40, maxZoom: 7, animate: false });
  });
  globe.getCanvas().setAttribute("aria-label", "Map: arrow keys move, plus and minus zoom");
}

draw().catch((error) => {
  box.classList.add("failed");
  box.textContent = `The map cannot be drawn here (${error.message}). The table below has the same places.`;
});
