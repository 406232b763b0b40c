<?php
// Reads a JSON list of [operation, arguments] on stdin, does them in order, prints the JSON list of their answers.
namespace SoiCong;  // WordPress has functions of the same names

use RuntimeException;
use WP_Block_Patterns_Registry;

define('WP_ADMIN', true);  // so that all post types, menus and templates are registered as for an editor
$_SERVER['HTTP_HOST'] = '127.0.0.1';
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
kses_remove_filters();
wp_set_current_user(1);

function checked(mixed $answer): mixed
{
    if (is_wp_error($answer)) {
        throw new RuntimeException($answer->get_error_message());
    }
    if (!$answer) {
        throw new RuntimeException('WordPress refused without a reason');
    }
    return $answer;
}

function describe_post(int $id): array
{
    $post = get_post($id);
    $names = $post->post_type === 'post' ? wp_get_post_categories($id, ['fields' => 'names']) : [];
    return [
        'id' => $id,
        'url' => get_permalink($id),
        'title' => html_entity_decode(get_the_title($id), ENT_QUOTES | ENT_HTML5, 'UTF-8'),
        'published_on' => substr($post->post_date, 0, 10),
        'published_at' => get_post_datetime($id)->format('c'),
        'categories' => array_map(fn ($name) => html_entity_decode($name, ENT_QUOTES | ENT_HTML5, 'UTF-8'), $names),
    ];
}

function configure(array $a): bool
{
    foreach ($a['options'] ?? [] as $name => $value) {
        update_option($name, $value);
    }
    if (isset($a['theme'])) {
        $theme = wp_get_theme($a['theme']);
        if (!$theme->exists()) {
            throw new RuntimeException("no theme {$a['theme']}");
        }
        switch_theme($a['theme']);
    }
    if (array_key_exists('permalinks', $a)) {
        global $wp_rewrite;
        $wp_rewrite->set_permalink_structure($a['permalinks']);
        $wp_rewrite->flush_rules(false);
    }
    return true;
}

function add_category(array $a): array
{
    $term = checked(wp_insert_term($a['name'], 'category'));
    return ['id' => $term['term_id'], 'name' => $a['name'], 'url' => get_category_link($term['term_id'])];
}

function category_ids(array $names): array
{
    return array_map(function (string $name): int {
        $term = get_term_by('name', esc_html($name), 'category') ?: get_term_by('name', $name, 'category');
        return checked($term)->term_id;
    }, $names);
}

function add_post(array $a): array
{
    $id = checked(wp_insert_post(wp_slash([
        'post_type' => $a['type'] ?? 'post',
        'post_status' => 'publish',
        'post_title' => $a['title'],
        'post_content' => $a['body'],
        'post_date' => $a['date'],
        'post_category' => category_ids($a['categories'] ?? []),
        'modified_at' => $a['date'],
    ]), true));
    $links = array_map(fn ($file) => add_attachment($id, $file), $a['attachments'] ?? []);
    if ($links) {
        $body = $a['body'] . "\n\n<p>Tệp đính kèm: " . implode(', ', $links) . '</p>';
        checked(wp_update_post(wp_slash(['ID' => $id, 'post_content' => $body, 'modified_at' => $a['date']]), true));
    }
    return describe_post($id);
}

function add_attachment(int $post, array $file): string
{
    $stored = wp_upload_bits($file['name'], null, base64_decode($file['base64'], true));
    if ($stored['error']) {
        throw new RuntimeException($stored['error']);
    }
    checked(wp_insert_attachment(
        ['post_title' => $file['name'], 'post_mime_type' => $stored['type'], 'post_status' => 'inherit'],
        $stored['file'],
        $post,
        true
    ));
    return sprintf('<a href="%s">%s</a>', esc_url($stored['url']), esc_html($file['name']));
}

function edit_post(array $a): array
{
    $fields = array_filter([
        'ID' => $a['id'],
        'post_title' => $a['title'] ?? null,
        'post_content' => $a['body'] ?? null,
        'post_date' => $a['date'] ?? null,
        'post_date_gmt' => isset($a['date']) ? get_gmt_from_date($a['date']) : null,
        'edit_date' => isset($a['date']) ? true : null,
        'modified_at' => $a['modified'] ?? null,
    ], fn ($value) => $value !== null);
    return describe_post(checked(wp_update_post(wp_slash($fields), true)));
}

function delete_post(array $a): bool
{
    return (bool) checked(wp_delete_post($a['id'], true));
}

function empty_site(array $a): bool
{
    $kinds = ['post', 'page', 'attachment', 'revision', 'wp_navigation', 'wp_template_part', 'nav_menu_item'];
    foreach (get_posts(['post_type' => $kinds, 'post_status' => 'any', 'numberposts' => -1, 'fields' => 'ids']) as $id) {
        wp_delete_post($id, true);
    }
    foreach (get_terms(['taxonomy' => 'category', 'hide_empty' => false, 'fields' => 'ids']) as $id) {
        wp_delete_category($id);  // WordPress keeps its default category
    }
    foreach (wp_get_nav_menus() as $menu) {
        wp_delete_nav_menu($menu);
    }
    return true;
}

function menu_targets(): array
{
    $targets = [];
    $default = (int) get_option('default_category');
    foreach (get_categories(['hide_empty' => false, 'exclude' => [$default], 'orderby' => 'term_id']) as $category) {
        $targets[] = ['taxonomy', 'category', $category->term_id, $category->name, get_category_link($category)];
    }
    foreach (get_pages(['sort_column' => 'ID']) as $page) {
        $targets[] = ['post_type', 'page', $page->ID, $page->post_title, get_permalink($page)];
    }
    return $targets;
}

function make_menu(array $a): bool
{
    return wp_is_block_theme() ? make_block_menu() : make_classic_menu();
}

function make_classic_menu(): bool
{
    $menu = checked(wp_create_nav_menu('Menu chính ' . wp_generate_password(6, false)));
    foreach (menu_targets() as [$type, $object, $id, $title]) {
        checked(wp_update_nav_menu_item($menu, 0, [
            'menu-item-type' => $type,
            'menu-item-object' => $object,
            'menu-item-object-id' => $id,
            'menu-item-title' => $title,
            'menu-item-status' => 'publish',
        ]));
    }
    set_theme_mod('nav_menu_locations', [array_key_first(get_registered_nav_menus()) => $menu]);
    return true;
}

// A block theme's header names its own navigation; the site editor stores a changed copy of that header, and so do we.
function make_block_menu(): bool
{
    $links = '';
    foreach (menu_targets() as [$type, $object, $id, $title, $url]) {
        $block = ['label' => $title, 'type' => $object, 'id' => $id, 'url' => $url,
            'kind' => $type === 'taxonomy' ? 'taxonomy' : 'post-type', 'isTopLevelLink' => true];
        $links .= '<!-- wp:navigation-link ' . serialize_block_attributes($block) . " /-->\n";
    }
    $menu = checked(wp_insert_post(wp_slash(['post_type' => 'wp_navigation', 'post_status' => 'publish',
        'post_title' => 'Menu chính', 'post_content' => $links]), true));
    $header = get_block_template(get_stylesheet() . '//header', 'wp_template_part')->content;
    if (preg_match('/wp:pattern {"slug":"([^"]+)"}/', $header, $pattern)) {
        $header = WP_Block_Patterns_Registry::get_instance()->get_registered($pattern[1])['content'];
    }
    $ours = '<!-- wp:navigation {"ref":' . $menu . ',"overlayMenu":"never"} /-->';
    $header = preg_replace('#<!-- wp:navigation( {[^>]*?})? (/-->|-->.*?<!-- /wp:navigation -->)#s', $ours, $header, 1, $done);
    if ($done !== 1) {
        throw new RuntimeException('the header of this theme has no navigation block');
    }
    $part = checked(wp_insert_post(wp_slash(['post_type' => 'wp_template_part', 'post_status' => 'publish',
        'post_name' => 'header', 'post_title' => 'Header', 'post_content' => $header]), true));
    checked(wp_set_object_terms($part, get_stylesheet(), 'wp_theme'));
    checked(wp_set_object_terms($part, 'header', 'wp_template_part_area'));
    return true;
}

$operations = ['configure', 'add_category', 'add_post', 'edit_post', 'delete_post', 'empty_site', 'make_menu'];
$answers = [];
foreach (json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR) as [$operation, $arguments]) {
    if (!in_array($operation, $operations, true)) {
        throw new RuntimeException("no operation {$operation}");
    }
    $answers[] = (__NAMESPACE__ . '\\' . $operation)($arguments);
}
echo "\n", json_encode($answers, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
