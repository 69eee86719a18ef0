// Drawing lines and points: with WebGL, or with a 2D canvas where there is none.
const POINT_SHADER = `attribute vec2 place; attribute float size; attribute vec4 tint; uniform vec4 camera; uniform float zoom; varying vec4 color;
void main() { gl_Position = vec4((place - camera.xy) * camera.zw, 0.0, 1.0); gl_PointSize = size * zoom; color = tint; }`;
const DISC_SHADER = `precision mediump float; varying vec4 color;
void main() { float d = length(gl_PointCoord - 0.5); if (d > 0.5) discard; float soft = 1.0 - smoothstep(0.42, 0.5, d); gl_FragColor = vec4(color.rgb, color.a * soft); }`;
const LINE_SHADER = `attribute vec2 place; attribute vec4 tint; uniform vec4 camera; varying vec4 color;
void main() { gl_Position = vec4((place - camera.xy) * camera.zw, 0.0, 1.0); color = tint; }`;
const FLAT_SHADER = `precision mediump float; varying vec4 color; void main() { gl_FragColor = color; }`;

class GlPainter {
  constructor(canvas) {
    this.canvas = canvas;
    const gl = canvas.getContext("webgl", { antialias: true, alpha: true, premultipliedAlpha: false, preserveDrawingBuffer: true });
    if (!gl) throw new Error("no WebGL");
    this.gl = gl;
    this.points = this.program(POINT_SHADER, DISC_SHADER);
    this.lines = this.program(LINE_SHADER, FLAT_SHADER);
    this.buffers = {};
    gl.enable(gl.BLEND);
    gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }
  program(vertex, fragment) {
    const gl = this.gl, program = gl.createProgram();
    for (const [type, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    return program;
  }
  fill(name, data) {
    const gl = this.gl;
    this.buffers[name] = this.buffers[name] || gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers[name]);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
  }
  attribute(program, name, buffer, size, type, normalized) {
    const gl = this.gl, place = gl.getAttribLocation(program, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers[buffer]);
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, size, type, normalized, 0, 0);
  }
  draw(view, scene) {
    const gl = this.gl, width = this.canvas.width, height = this.canvas.height;
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const camera = [view.x, view.y, (2 * view.scale * view.ratio) / width, (-2 * view.scale * view.ratio) / height];
    if (scene.moved || scene.restyled) { this.fill("linePlaces", scene.linePlaces); this.fill("lineTints", scene.lineTints); }
    if (scene.moved) this.fill("places", scene.places);
    if (scene.restyled) { this.fill("sizes", scene.sizes); this.fill("tints", scene.tints); }
    scene.moved = scene.restyled = false;
    gl.useProgram(this.lines);
    gl.uniform4fv(gl.getUniformLocation(this.lines, "camera"), camera);
    this.attribute(this.lines, "place", "linePlaces", 2, gl.FLOAT, false);
    this.attribute(this.lines, "tint", "lineTints", 4, gl.UNSIGNED_BYTE, true);
    gl.drawArrays(gl.LINES, 0, scene.lineCount * 2);
    gl.useProgram(this.points);
    gl.uniform4fv(gl.getUniformLocation(this.points, "camera"), camera);
    gl.uniform1f(gl.getUniformLocation(this.points, "zoom"), view.ratio * view.pointZoom);
    this.attribute(this.points, "place", "places", 2, gl.FLOAT, false);
    this.attribute(this.points, "size", "sizes", 1, gl.FLOAT, false);
    this.attribute(this.points, "tint", "tints", 4, gl.UNSIGNED_BYTE, true);
    gl.drawArrays(gl.POINTS, 0, scene.sizes.length);
  }
}

class FlatPainter {
  constructor(canvas) { this.canvas = canvas; this.context = canvas.getContext("2d"); }
  draw(view, scene) {
    const context = this.context, { width, height } = this.canvas, scale = view.scale * view.ratio;
    const x = value => (value - view.x) * scale + width / 2, y = value => (value - view.y) * scale + height / 2;
    const tint = (tints, index) => `rgba(${tints[index * 4]},${tints[index * 4 + 1]},${tints[index * 4 + 2]},${tints[index * 4 + 3] / 255})`;
    context.clearRect(0, 0, width, height);
    for (let index = 0; index < scene.lineCount; index++) {
      const place = scene.linePlaces;
      context.strokeStyle = tint(scene.lineTints, index * 2);
      context.beginPath();
      context.moveTo(x(place[index * 4]), y(place[index * 4 + 1]));
      context.lineTo(x(place[index * 4 + 2]), y(place[index * 4 + 3]));
      context.stroke();
    }
    for (let index = 0; index < scene.sizes.length; index++) {
      context.fillStyle = tint(scene.tints, index);
      context.beginPath();
      context.arc(x(scene.places[index * 2]), y(scene.places[index * 2 + 1]), (scene.sizes[index] * view.ratio * view.pointZoom) / 2, 0, 7);
      context.fill();
    }
  }
}
function painterFor(canvas) {
  try { return new GlPainter(canvas); } catch { return new FlatPainter(canvas); }
}
