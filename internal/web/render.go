package web

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

// views are the parsed pages by name: "event" is templates/web/event.html,
// "organise/list" is templates/web/organise/list.html.
type views map[string]*template.Template

const layoutFile = "web/layout.html"

// parseViews parses every page with the layout and the parts it may use. A page
// that does not parse, or names a part that is missing, stops the program.
func parseViews(files fs.FS, a *assets) (views, error) {
	common, err := template.New("layout.html").Funcs(template.FuncMap{"asset": a.url, "list": list}).
		ParseFS(files, layoutFile, "web/parts/*.html")
	if err != nil {
		return nil, err
	}
	v := views{}
	err = fs.WalkDir(files, "web", func(file string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".html" || file == layoutFile || strings.HasPrefix(file, "web/parts/") {
			return err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(file, "web/"), ".html")
		v[name], err = parseView(common, files, file)
		return err
	})
	if err == nil && len(v) == 0 {
		err = errors.New("no pages in templates/web")
	}
	return v, err
}

// parseView adds one page to the common parts. html/template looks a part up and
// escapes it only when a page is first shown; running it on nothing asks for that
// now. Nothing else can go wrong that matters here: the data is not there yet.
func parseView(common *template.Template, files fs.FS, file string) (*template.Template, error) {
	t, err := common.Clone()
	if err != nil {
		return nil, err
	}
	if t, err = t.ParseFS(files, file); err != nil {
		return nil, err
	}
	if t.Lookup("main") == nil {
		return nil, fmt.Errorf("%s: does not define \"main\"", file)
	}
	for _, part := range t.Templates() {
		var escape *template.Error
		whole := part.Name() == t.Name() || strings.HasPrefix(part.Name(), sharedPart)
		if whole && errors.As(part.Execute(io.Discard, nil), &escape) {
			return nil, fmt.Errorf("%s: %w", file, escape)
		}
	}
	return t, nil
}

// sharedPart begins the names of parts that are filled by themselves.
const sharedPart = "shared-"

// list gathers arguments for a part that takes several.
func list(items ...any) []any { return items }

// render writes a page. It is made in memory first, so that one that fails half
// way becomes an error page instead of half a page.
func (s *Server) render(c echo.Context, status int, name string, data any) error {
	body, err := s.views.fill(name, "layout.html", data)
	if err != nil {
		return err
	}
	return c.HTMLBlob(status, body)
}

// fill makes a part of a page, or with "layout.html" the whole.
func (v views) fill(name, part string, data any) ([]byte, error) {
	view, ok := v[name]
	if !ok {
		return nil, fmt.Errorf("no page %q in templates/web", name)
	}
	var body bytes.Buffer
	err := view.ExecuteTemplate(&body, part, data)
	return body.Bytes(), err
}
