<?php
// Loaded by WordPress itself: nothing leaves the machine, and a post keeps the dates that the test gives it.
add_filter('pre_http_request', fn () => new WP_Error('blocked', 'this test site sends no requests'));
add_filter('pre_wp_mail', '__return_true');
add_filter('wp_insert_post_data', function (array $data, array $given): array {
    if ($data['post_status'] === 'future') {  // the test's clock may be ahead of the machine's
        $data['post_status'] = 'publish';
    }
    if (!empty($given['modified_at'])) {
        $data['post_modified'] = $given['modified_at'];
        $data['post_modified_gmt'] = get_gmt_from_date($given['modified_at']);
    }
    return $data;
}, 10, 2);
