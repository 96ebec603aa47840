// A site that is opened as files searches, too: browsers start no worker from a file, so the theme's runs in a frame
// that nobody sees. The theme looks for this name to find its own scripts.
window.IFrameWorker = class extends EventTarget {
  constructor(address) {
    super()
    this.frame = document.createElement("iframe")
    this.frame.hidden = true
    this.frame.setAttribute("aria-hidden", "true")
    this.frame.srcdoc = "<!doctype html><body></body>"
    const framed = new Promise(done => this.frame.onload = done)
    document.body.append(this.frame)
    this.ready = framed.then(() => this.start(address))
  }
  start(address) {
    const inside = this.frame.contentWindow
    const load = one => new Promise((done, failed) => {
      const script = inside.document.createElement("script")
      Object.assign(script, { src: one, onload: done, onerror: failed })
      inside.document.body.append(script)
    })
    inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
    inside.importScripts = (...all) => all.reduce((before, one) => before.then(() => load(one)), Promise.resolve())
    return load(address)
  }
  postMessage(data) {
    this.ready = this.ready.then(() => {
      const inside = this.frame.contentWindow
      inside.dispatchEvent(new inside.MessageEvent("message", { data }))
    })
  }
  terminate() { this.frame.remove() }
}
if (location.protocol === "file:") window.Worker = window.IFrameWorker
