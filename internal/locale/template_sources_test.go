package locale

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"
	"text/template/parse"
)

func templateSentences(t *testing.T, root fs.FS) (all []sentence) {
	t.Helper()
	err := fs.WalkDir(root, "templates", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || (path.Ext(file) != ".html" && path.Ext(file) != ".txt") {
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
