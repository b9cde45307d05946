package locale

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sentence is a msgid in the sources.
type sentence struct {
	msgid  string
	plural string // empty when it does not count
	at     string // file and line, from the repository's root
	must   bool   // participants see it: no build without its translation
}

// forParticipants tells the sources whose sentences participants see. Those that
// only organisers, partners and the command line see may lag in translation.
func forParticipants(file string) bool {
	folder, name := path.Split(file)
	switch {
	case strings.HasPrefix(name, "organise"), strings.HasPrefix(name, "partner"), strings.HasPrefix(name, "routes_"),
		strings.HasPrefix(folder, "templates/web/organise/"), strings.HasPrefix(folder, "templates/web/partner/"):
		return false
	case folder == "internal/account/": // they meet only the ways in
		return slices.Contains([]string{"entry.go", "enter.go", "signin.go"}, name)
	case folder == "internal/paper/": // the papers of one person
		return slices.Contains([]string{"certificate.go", "confirmation.go"}, name)
	}
	return strings.HasPrefix(folder, "templates/") || slices.Contains([]string{"internal/allocation/", "internal/event/",
		"internal/fault/", "internal/mail/", "internal/person/", "internal/presence/", "internal/registration/", "internal/web/"}, folder)
}

// sentences collects every msgid of the templates and the Go sources.
func sentences(t *testing.T) []sentence {
	t.Helper()
	root := os.DirFS("../..")
	all := templateSentences(t, root)
	folders, err := fs.Glob(root, "internal/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if folder != "internal/locale" { // its words stand in contexts of their own
			all = append(all, goSentences(t, folder)...)
		}
	}
	for i := range all {
		file, _, _ := strings.Cut(all[i].at, ":")
		all[i].must = forParticipants(file)
	}
	return all
}

// goPackage is what a package's sources say about its sentences.
type goPackage struct {
	parameter string // what a msgid is called when it is handed on
	files     map[string]*ast.File
	takers    map[string]int    // functions that take a msgid, and as which parameter
	constants map[string]string // msgids may be constants
	carriers  map[string]bool   // variables and fields that hold a msgid
}

// goSentences finds the msgids of one package: what p.T and p.N are called with,
// the messages of faults, and what is handed to functions of the package as a
// parameter named message (problem, in package document).
func goSentences(t *testing.T, folder string) (all []sentence) {
	t.Helper()
	set := token.NewFileSet()
	p := goPackage{"message", map[string]*ast.File{}, map[string]int{"fault.New": 1, "T": 0}, map[string]string{}, map[string]bool{"Message": true}}
	if folder == "internal/document" {
		p.parameter = "problem"
	}
	names, err := filepath.Glob("../../" + folder + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		if p.files[name], err = parser.ParseFile(set, name, nil, 0); err != nil {
			t.Fatal(err)
		}
	}
	p.learn()
	p.carry()
	for name, file := range p.files {
		ast.Inspect(file, func(n ast.Node) bool {
			for _, s := range p.said(n) {
				s.at = fmt.Sprintf("%s/%s:%d", folder, path.Base(name), set.Position(n.Pos()).Line)
				all = append(all, s)
			}
			return true
		})
	}
	return all
}

// learn notes the constants of the package, and its functions, methods and
// closures that are handed a msgid.
func (p *goPackage) learn() {
	for _, file := range p.files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				p.noteTaker(n.Name.Name, n.Type.Params)
			case *ast.AssignStmt:
				for i, value := range n.Rhs {
					if f, ok := value.(*ast.FuncLit); ok && i < len(n.Lhs) {
						p.noteTaker(fmt.Sprint(n.Lhs[i]), f.Type.Params)
					}
				}
			case *ast.ValueSpec:
				for i, value := range n.Values {
					p.constants[n.Names[i].Name] = p.written(value)
				}
			}
			return true
		})
	}
}

func (p *goPackage) noteTaker(name string, params *ast.FieldList) {
	i := 0
	for _, field := range params.List {
		for _, param := range field.Names {
			if param.Name == p.parameter {
				p.takers[name] = i
			}
			i++
		}
	}
}

// carry notes the variables whose value is handed on as a msgid.
func (p *goPackage) carry() {
	for _, file := range p.files {
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if variable, ok := p.taken(call).(*ast.Ident); ok {
					p.carriers[variable.Name] = true
				}
			}
			return true
		})
	}
}

// taken is the argument of a call that is a msgid; nil when it takes none.
func (p *goPackage) taken(call *ast.CallExpr) ast.Expr {
	name := lastName(call.Fun)
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok && fmt.Sprint(selector.X) == "fault" {
		name = "fault." + name
	}
	if at, ok := p.takers[name]; ok && at < len(call.Args) {
		return call.Args[at]
	}
	return nil
}

// said finds the msgids that one node of the syntax holds itself.
func (p *goPackage) said(n ast.Node) []sentence {
	var all []sentence
	switch n := n.(type) {
	case *ast.CallExpr:
		if lastName(n.Fun) == "N" && len(n.Args) > 2 {
			all = append(all, sentence{msgid: p.written(n.Args[0]), plural: p.written(n.Args[1])})
		} else {
			all = append(all, sentence{msgid: p.written(p.taken(n))})
		}
	case *ast.KeyValueExpr:
		if lastName(n.Key) == "Message" {
			all = append(all, sentence{msgid: p.written(n.Value)})
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if p.carriers[lastName(left)] && i < len(n.Rhs) {
				all = append(all, sentence{msgid: p.written(n.Rhs[i])})
			}
		}
	}
	return slices.DeleteFunc(all, func(s sentence) bool { return s.msgid == "" })
}

// written is the text of a literal, a constant, or some put together with +;
// empty for anything else.
func (p *goPackage) written(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return text
		}
	case *ast.Ident:
		return p.constants[e.Name]
	case *ast.BinaryExpr:
		left, right := p.written(e.X), p.written(e.Y)
		if left != "" && right != "" {
			return left + right
		}
	case *ast.ParenExpr:
		return p.written(e.X)
	}
	return ""
}

// lastName is the last part of a name: T of p.T.
func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
