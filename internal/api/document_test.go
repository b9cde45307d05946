package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// document is the served one, as far as the tests read it.
type document struct {
	OpenAPI string
	Servers []struct{ URL string }
	Paths   map[string]map[string]struct {
		OperationID string
		Security    []map[string][]string
		RequestBody struct {
			Content map[string]struct {
				Examples map[string]struct{ Value json.RawMessage }
			}
		}
		Parameters []struct {
			Name, In string
			Schema   struct{ Examples []any }
		}
		Responses map[string]json.RawMessage
	}
}

func (h *house) document() (d document) {
	h.t.Helper()
	a := h.call("", "GET", "/openapi.json", nil).is(200)
	h.must(json.Unmarshal([]byte(a.raw), &d))
	return d
}

func TestTheDocumentEqualsTheRoutes(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.document()
	if d.OpenAPI != "3.1.0" || d.Servers[0].URL != h.http.URL+"/api/v1" {
		t.Errorf("OpenAPI %s at %v", d.OpenAPI, d.Servers)
	}
	var documented, routed []string
	for path, operations := range d.Paths {
		for method := range operations {
			documented = append(documented, strings.ToUpper(method)+" "+version+path)
		}
	}
	parameter := regexp.MustCompile(`:(\w+)`)
	for _, r := range h.echo.Routes() {
		if r.Path != version+"/openapi.json" && r.Method != "echo_route_not_found" {
			routed = append(routed, r.Method+" "+parameter.ReplaceAllString(r.Path, "{$1}"))
		}
	}
	slices.Sort(documented)
	slices.Sort(routed)
	if !slices.Equal(documented, routed) || len(routed) != 7 {
		t.Errorf("documented %v\nrouted %v", documented, routed)
	}
}

// Every request the document shows is sent, and answers as the document says.
func TestTheExamplesWork(t *testing.T) {
	t.Parallel()
	h := open(t)
	d, operations, sent, reference := h.document(), h.operationsByID(), 0, ""
	for _, id := range inOrder {
		method, template := strings.ToLower(operations[id].Method), operations[id].Path
		op, who, path := d.Paths[template][method], "organiser", template
		if id == "list-attendees" {
			who, path = "iris", strings.Replace(path, "{slug}", "madrid", 1) // the sample's partners belong to Madrid
		}
		for _, p := range op.Parameters {
			if p.Name == "reference" {
				path = strings.Replace(path, "{reference}", reference, 1)
			} else if p.In == "path" {
				path = strings.Replace(path, "{"+p.Name+"}", fmt.Sprint(p.Schema.Examples[0]), 1)
			}
		}
		bodies := []any{nil}
		if examples := op.RequestBody.Content["application/json"].Examples; len(examples) > 0 {
			bodies = nil
			for _, name := range slices.Sorted(maps.Keys(examples)) {
				bodies = append(bodies, string(examples[name].Value))
			}
		}
		for _, body := range bodies {
			sent++
			a := h.call(who, strings.ToUpper(method), path, body)
			if h.asDocumented(id, a); a.status > 201 {
				t.Fatalf("%s %s %v: %d %s", method, path, body, a.status, a.raw)
			}
			if id == "register" {
				reference = a.body["reference"].(string)
			}
		}
	}
	if sent != 9 {
		t.Errorf("%d requests were sent", sent)
	}
}

// asDocumented checks the body of an answer against the schema of its status.
func (h *house) asDocumented(operation string, a *answer) {
	h.t.Helper()
	response := h.operationsByID()[operation].Responses[fmt.Sprint(a.status)]
	if response == nil {
		h.t.Errorf("%s does not document %d", operation, a.status)
		return
	}
	media := response.Content[strings.Split(a.header.Get("Content-Type"), ";")[0]]
	if media == nil {
		h.t.Errorf("%s %d does not document %s", operation, a.status, a.header.Get("Content-Type"))
		return
	}
	var result huma.ValidateResult
	huma.Validate(h.api.OpenAPI().Components.Schemas, media.Schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, any(a.body), &result)
	for _, err := range result.Errors {
		h.t.Errorf("%s %d is not as documented: %.200v", operation, a.status, err)
	}
}

func TestTheDocumentLoadsNothingOfThirdParties(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, path := range []string{"/docs", "/openapi.yaml", "/openapi-3.0.json", "/schemas/Problem.json", ""} {
		h.call("", "GET", path, nil).problem(404, "not-found")
	}
}
