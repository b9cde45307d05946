package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

//go:embed static
var staticFiles embed.FS

// assets are the static files under names that contain a hash of their content:
// a changed file has a new address, so browsers may keep the old one for ever.
type assets struct {
	byURL  map[string]asset  // "convene.1a2b3c4d5e6f.css" -> file
	byName map[string]string // "convene.css" -> "/static/convene.1a2b3c4d5e6f.css"
}

type asset struct {
	contentType  string
	plain, small []byte // as it is, and gzipped
}

func loadAssets() (*assets, error) {
	a := &assets{byURL: map[string]asset{}, byName: map[string]string{}}
	entries, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		body, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			return nil, err
		}
		a.add(e.Name(), body)
	}
	return a, nil
}

func (a *assets) add(name string, body []byte) {
	ext := path.Ext(name)
	hashed := fmt.Sprintf("%s.%.6x%s", strings.TrimSuffix(name, ext), sha256.Sum256(body), ext)
	a.byURL[hashed] = asset{contentType: mime.TypeByExtension(ext), plain: body, small: squeeze(body)}
	a.byName[name] = "/static/" + hashed
}

// squeeze compresses once at start what is sent many times.
func squeeze(body []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil
	}
	_, _ = w.Write(body) // a bytes.Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// url is the address of a static file for templates; a name that does not exist
// stops the page, which a test renders.
func (a *assets) url(name string) (string, error) {
	if u, ok := a.byName[name]; ok {
		return u, nil
	}
	return "", fmt.Errorf("no static file %q", name)
}

func (a *assets) serve(c echo.Context) error {
	file, ok := a.byURL[c.Param("file")]
	if !ok {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	if len(file.small) < len(file.plain) && strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		return c.Blob(http.StatusOK, file.contentType, file.small)
	}
	return c.Blob(http.StatusOK, file.contentType, file.plain)
}
