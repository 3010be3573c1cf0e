package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	certificatesv1beta1 "k8s.io/api/certificates/v1beta1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	resourcev1 "k8s.io/api/resource/v1"
	storagev1 "k8s.io/api/storage/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/node"
	"k8s.io/utils/ptr"
)

// objects are those that authorization looks at, found the way it looks for them.
//
// It is what the authorizers' getters and listers are in the API server, less the cost of an informer's cache.
type objects struct {
	roles               map[types.NamespacedName]*rbacv1.Role
	clusterRoles        map[string]*rbacv1.ClusterRole
	roleBindings        map[string][]*rbacv1.RoleBinding
	clusterRoleBindings []*rbacv1.ClusterRoleBinding
	// nodes holds what is related to which node.
	nodes *node.Graph
	// known holds what was added, to refuse what no cluster can hold twice.
	known map[string]bool
}

// readClusters reads v1 Lists, one behind the other, each with the objects of one cluster.
func readClusters(path string) ([]*objects, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lists := json.NewDecoder(file)
	var clusters []*objects
	for {
		var list list
		if err := lists.Decode(&list); err == io.EOF && len(clusters) > 0 {
			return clusters, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		objects, err := list.objects()
		if err != nil {
			return nil, fmt.Errorf("%s: List %d: %w", path, len(clusters), err)
		}
		clusters = append(clusters, objects)
	}
}

// list is a v1 List whose objects are yet to be decoded.
type list struct {
	metav1.TypeMeta
	Items []json.RawMessage
}

// objects decodes a List. Kinds that authorization does not look at are left out.
//
// Objects are defaulted as by the API server, but not validated: tests want to know what invalid ones would do.
func (l *list) objects() (*objects, error) {
	if l.APIVersion != "v1" || l.Kind != "List" {
		return nil, errors.New("no List of v1")
	}
	all := &objects{
		roles:        map[types.NamespacedName]*rbacv1.Role{},
		clusterRoles: map[string]*rbacv1.ClusterRole{},
		roleBindings: map[string][]*rbacv1.RoleBinding{},
		nodes:        node.NewGraph(),
		known:        map[string]bool{},
	}
	for index, item := range l.Items {
		object, err := runtime.Decode(decoder, item)
		if runtime.IsNotRegisteredError(err) {
			continue
		}
		if err == nil {
			err = all.add(object)
		}
		if err != nil {
			return nil, fmt.Errorf("item %d: %w", index, err)
		}
	}
	return all, nil
}

// decoder decodes, defaults and converts to these versions. The API server in this binary registers what it needs.
var decoder = legacyscheme.Codecs.UniversalDecoder(
	rbacv1.SchemeGroupVersion,
	corev1.SchemeGroupVersion,
	storagev1.SchemeGroupVersion,
	resourcev1.SchemeGroupVersion,
	certificatesv1beta1.SchemeGroupVersion,
)

// add takes in an object. What goes into the graph of nodes, and when, is as in the node authorizer's AddGraphEventHandlers.
func (o *objects) add(object runtime.Object) error {
	if err := o.refuseSecond(object); err != nil {
		return err
	}
	switch object := object.(type) {
	case *rbacv1.Role:
		o.roles[types.NamespacedName{Namespace: object.Namespace, Name: object.Name}] = object
	case *rbacv1.ClusterRole:
		o.clusterRoles[object.Name] = object
	case *rbacv1.RoleBinding:
		o.roleBindings[object.Namespace] = append(o.roleBindings[object.Namespace], object)
	case *rbacv1.ClusterRoleBinding:
		o.clusterRoleBindings = append(o.clusterRoleBindings, object)
	case *corev1.Pod:
		if object.Spec.NodeName != "" {
			o.nodes.AddPod(object)
		}
	case *corev1.PersistentVolume:
		o.nodes.AddPV(object)
	case *storagev1.VolumeAttachment:
		o.nodes.AddVolumeAttachment(object.Name, object.Spec.NodeName)
	case *resourcev1.ResourceSlice:
		o.nodes.AddResourceSlice(object.Name, ptr.Deref(object.Spec.NodeName, ""))
	case *certificatesv1beta1.PodCertificateRequest:
		o.nodes.AddPodCertificateRequest(object)
	}
	return nil
}

func (o *objects) refuseSecond(object runtime.Object) error {
	meta, ok := object.(metav1.ObjectMetaAccessor)
	if !ok {
		return fmt.Errorf("%T is no single object", object)
	}
	key := fmt.Sprintf("%T %s/%s", object, meta.GetObjectMeta().GetNamespace(), meta.GetObjectMeta().GetName())
	if o.known[key] {
		return fmt.Errorf("%s is there twice", key)
	}
	o.known[key] = true
	return nil
}

func (o *objects) GetRole(_ context.Context, namespace, name string) (*rbacv1.Role, error) {
	if role, ok := o.roles[types.NamespacedName{Namespace: namespace, Name: name}]; ok {
		return role, nil
	}
	return nil, apierrors.NewNotFound(rbacv1.Resource("role"), name)
}

func (o *objects) GetClusterRole(_ context.Context, name string) (*rbacv1.ClusterRole, error) {
	if role, ok := o.clusterRoles[name]; ok {
		return role, nil
	}
	return nil, apierrors.NewNotFound(rbacv1.Resource("clusterrole"), name)
}

func (o *objects) ListRoleBindings(_ context.Context, namespace string) ([]*rbacv1.RoleBinding, error) {
	return o.roleBindings[namespace], nil
}

func (o *objects) ListClusterRoleBindings(context.Context) ([]*rbacv1.ClusterRoleBinding, error) {
	return o.clusterRoleBindings, nil
}
