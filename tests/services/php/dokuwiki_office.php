<?php
// Reads a JSON list of pages (id, text, at) and files (id, base64) on stdin and saves them by DokuWiki's own functions
// as of the moment `at`; an empty text deletes a page. Argument: the folder of DokuWiki.
define('DOKU_INC', $argv[1] . '/');
define('NOSESSION', true);
$_SERVER['REMOTE_USER'] = 'bientap';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
require DOKU_INC . 'inc/init.php';

$order = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$at = 0;
// DokuWiki's clock is the file's own: set before it writes the change log.
$EVENT_HANDLER->register_hook('IO_WIKIPAGE_WRITE', 'AFTER', null, function ($event) use (&$at) {
    if (file_exists($event->data[0][0])) {
        touch($event->data[0][0], $at);
    }
});
foreach ($order['pages'] as $page) {
    $at = $page['at'];
    $ID = $page['id'];
    saveWikiText($page['id'], $page['text'], 'cập nhật');
}
foreach ($order['files'] as $file) {
    io_makeFileDir(mediaFN($file['id']));
    io_saveFile(mediaFN($file['id']), base64_decode($file['base64'], true));
}
touch(DOKU_CONF . 'local.php');  // empties the caches: they go by the machine's clock, which is ahead of the pages'
