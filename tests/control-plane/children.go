package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// children are the running programs of the control plane. None outlives this process.
type children struct {
	dir    string
	failed context.CancelCauseFunc
	all    []child
}

type child struct {
	name    string
	command *exec.Cmd
	done    chan struct{}
}

// start runs a program in the state directory, its output in a log file there.
// When the program ends by itself, the control plane has failed.
func (c *children) start(name string, flags ...string) error {
	command, err := program(name, flags)
	if err != nil {
		return err
	}
	log, err := os.Create(c.log(name))
	if err != nil {
		return err
	}
	defer log.Close()
	command.Dir = c.dir
	command.Stdout = log
	command.Stderr = log
	command.SysProcAttr = dieWithParent()
	if err := command.Start(); err != nil {
		return err
	}
	child := child{name, command, make(chan struct{})}
	c.all = append(c.all, child)
	go func() {
		err := command.Wait()
		close(child.done)
		c.failed(fmt.Errorf("%s ended by itself (%v)", name, err))
	}()
	return nil
}

// program finds a program where Kubernetes' own test tools look for it, else in this binary.
func program(name string, flags []string) (*exec.Cmd, error) {
	if assets := os.Getenv("KUBEBUILDER_ASSETS"); assets != "" {
		path, err := filepath.Abs(filepath.Join(assets, name))
		if err != nil {
			return nil, err
		}
		if _, err := os.Stat(path); err == nil {
			return exec.Command(path, flags...), nil
		}
	}
	self, err := os.Executable()
	return exec.Command(self, append([]string{name}, flags...)...), err
}

// kill ends all programs at once: their state is thrown away, so there is nothing to save.
func (c *children) kill() {
	for _, child := range c.all {
		child.command.Process.Kill()
	}
	for _, child := range c.all {
		<-child.done
	}
}

func (c *children) log(name string) string {
	return filepath.Join(c.dir, name+".log")
}

// logTails returns the last lines of every log, to tell why a start failed.
func (c *children) logTails() string {
	const lines = 20
	var tails strings.Builder
	for _, child := range c.all {
		content, _ := os.ReadFile(c.log(child.name))
		all := bytes.SplitAfter(content, []byte("\n"))
		tail := all[max(0, len(all)-lines-1):]
		fmt.Fprintf(&tails, "--- %s\n%s", child.name, bytes.Join(tail, nil))
	}
	return tails.String()
}
