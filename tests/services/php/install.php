<?php
// Creates the database and installs WordPress into it. Arguments: socket, title, language.
[, $socket, $title, $language] = $argv;
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
(new mysqli('localhost', 'root', '', '', 0, $socket))->query(
    'create database wordpress character set utf8mb4 collate utf8mb4_unicode_ci'
);
define('WP_INSTALLING', true);
function wp_new_blog_notification(): void  // WordPress would mail the new password
{
}
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install($title, 'bientap', 'bientap@example.invalid', true, '', wp_generate_password(), $language);
