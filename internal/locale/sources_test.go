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
	"strconv"
	"strings"
	"testing"
	"text/template/parse"
)

// sentence is a msgid in the sources.
type sentence struct {
	msgid  string
	plural string // empty when it does not count
	at     string // file and line, from the repository's root
}

// participantFolders are the Go packages whose sentences participants read.
var participantFolders = []string{
	"internal/account", "internal/allocation", "internal/event", "internal/fault", "internal/mail",
	"internal/person", "internal/registration", "internal/web",
}

// deskOnly tells the sources whose sentences only organisers, partners and the
// command line see; they speak English in the first release (domain.md 4.3).
func deskOnly(file string) bool {
	name := path.Base(file)
	for _, part := range []string{"organise", "partner"} {
		if strings.HasPrefix(name, part) || strings.HasPrefix(name, "routes_"+part) || strings.Contains(file, "/"+part+"/") {
			return true
		}
	}
	// Of accounts, participants meet only the way in by code or link.
	return strings.HasSuffix(path.Dir(file), "internal/account") && name != "entry.go" && name != "enter.go"
}

// sentences collects every msgid that participants see, in templates and Go.
func sentences(t *testing.T) []sentence {
	t.Helper()
	root := os.DirFS("../..")
	all := templateSentences(t, root)
	for _, folder := range participantFolders {
		all = append(all, goSentences(t, folder)...)
	}
	return all
}

func templateSentences(t *testing.T, root fs.FS) (all []sentence) {
	t.Helper()
	err := fs.WalkDir(root, "templates", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || deskOnly(file) || (path.Ext(file) != ".html" && path.Ext(file) != ".txt") {
			return err
		}
		body, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		all = append(all, inTemplate(t, file, string(body))...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// inTemplate finds {{.T "…"}} and {{.N "…" "…" …}}, however the Printer is named.
func inTemplate(t *testing.T, file, body string) (all []sentence) {
	t.Helper()
	trees := map[string]*parse.Tree{}
	tree := parse.New(file)
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(body, "", "", trees); err != nil {
		t.Fatal(err)
	}
	for _, one := range trees {
		walk(one.Root, func(c *parse.CommandNode) {
			s := sentence{at: fmt.Sprintf("%s:%d", file, strings.Count(body[:c.Pos], "\n")+1)}
			switch words := texts(c.Args[1:]); lastWord(c.Args[0]) {
			case "T":
				s.msgid = words[0]
			case "N":
				s.msgid, s.plural = words[0], words[1]
			}
			if s.msgid != "" {
				all = append(all, s)
			}
		})
	}
	return all
}

// walk calls visit for every command of a template.
func walk(node parse.Node, visit func(*parse.CommandNode)) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, one := range n.Nodes {
				walk(one, visit)
			}
		}
	case *parse.ActionNode:
		walk(n.Pipe, visit)
	case *parse.TemplateNode:
		walk(n.Pipe, visit)
	case *parse.IfNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.RangeNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.WithNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.PipeNode:
		if n != nil {
			for _, c := range n.Cmds {
				visit(c)
				for _, arg := range c.Args {
					walk(arg, visit)
				}
			}
		}
	}
}

func walkBranch(n *parse.BranchNode, visit func(*parse.CommandNode)) {
	walk(n.Pipe, visit)
	walk(n.List, visit)
	walk(n.ElseList, visit)
}

// lastWord is the method of a call in a template: T of $.Page.T.
func lastWord(node parse.Node) string {
	words := []string{""}
	switch n := node.(type) {
	case *parse.FieldNode:
		words = n.Ident
	case *parse.VariableNode:
		words = n.Ident
	case *parse.ChainNode:
		words = n.Field
	}
	return words[len(words)-1]
}

// texts are the first two arguments of a call where they are written out.
func texts(args []parse.Node) (words [2]string) {
	for i, arg := range args[:min(2, len(args))] {
		if s, ok := arg.(*parse.StringNode); ok {
			words[i] = s.Text
		}
	}
	return words
}

// goSentences finds the msgids of one package: what p.T and p.N are called with,
// the messages of faults, and what is handed to functions of the package as a
// parameter named message or msgid.
func goSentences(t *testing.T, folder string) (all []sentence) {
	t.Helper()
	set := token.NewFileSet()
	files := map[string]*ast.File{}
	names, err := filepath.Glob("../../" + folder + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		if files[name], err = parser.ParseFile(set, name, nil, 0); err != nil {
			t.Fatal(err)
		}
	}
	takers := messageTakers(files)
	for name, file := range files {
		if deskOnly(name) {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, s := range inGo(n, takers) {
				s.at = fmt.Sprintf("%s/%s:%d", folder, path.Base(name), set.Position(n.Pos()).Line)
				all = append(all, s)
			}
			return true
		})
	}
	return all
}

// messageTakers finds the functions, methods and closures of a package that have
// a parameter named message or msgid, with its position.
func messageTakers(files map[string]*ast.File) map[string]int {
	takers := map[string]int{"New": 1} // fault.New(kind, message)
	note := func(name string, params *ast.FieldList) {
		i := 0
		for _, field := range params.List {
			for _, param := range field.Names {
				if param.Name == "message" || param.Name == "msgid" {
					takers[name] = i
				}
				i++
			}
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				note(n.Name.Name, n.Type.Params)
			case *ast.AssignStmt:
				for i, value := range n.Rhs {
					if f, ok := value.(*ast.FuncLit); ok && i < len(n.Lhs) {
						note(fmt.Sprint(n.Lhs[i]), f.Type.Params)
					}
				}
			}
			return true
		})
	}
	return takers
}

// inGo finds the msgids that one node of the syntax holds itself.
func inGo(n ast.Node, takers map[string]int) (all []sentence) {
	switch n := n.(type) {
	case *ast.CallExpr:
		name := calledName(n.Fun)
		at, takes := takers[name]
		switch {
		case name == "T" && len(n.Args) > 0:
			all = append(all, sentence{msgid: written(n.Args[0])})
		case name == "N" && len(n.Args) > 2:
			all = append(all, sentence{msgid: written(n.Args[0]), plural: written(n.Args[1])})
		case takes && at < len(n.Args):
			all = append(all, sentence{msgid: written(n.Args[at])})
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Message" {
			all = append(all, sentence{msgid: written(n.Value)})
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if id := calledName(left); (id == "message" || id == "msgid" || id == "Message") && i < len(n.Rhs) {
				all = append(all, sentence{msgid: written(n.Rhs[i])})
			}
		}
	}
	return keepWritten(all)
}

func keepWritten(all []sentence) (kept []sentence) {
	for _, s := range all {
		if s.msgid != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// calledName is the last part of a name: T of p.T.
func calledName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// written is the text of a literal, also of one put together with +; empty for
// anything else.
func written(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil || e.Kind != token.STRING {
			return ""
		}
		return text
	case *ast.BinaryExpr:
		left, right := written(e.X), written(e.Y)
		if left != "" && right != "" {
			return left + right
		}
	case *ast.ParenExpr:
		return written(e.X)
	}
	return ""
}
