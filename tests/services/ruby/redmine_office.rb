# Runs inside a copied Redmine: serves on PORT and takes orders, a line of JSON each, on office.sock; "init" first.
require "json"
require "socket"
require "./config/environment"

def init
  ActiveRecord::Migration.verbose = false
  ActiveRecord::Base.connection.migration_context.migrate
  ActiveRecord::Base.descendants.each(&:reset_column_information)
  Redmine::DefaultData::Loader.load("vi")
  { "app_title" => "Cổng thông tin điện tử xã Thử Nghiệm", "default_language" => "vi", "date_format" => "%d/%m/%Y",
    "host_name" => ENV.fetch("HOST"), "text_formatting" => "markdown", "login_required" => "0",
    "welcome_text" => "Trang thông tin của Ủy ban nhân dân xã Thử Nghiệm, tỉnh Lào Cai. Mỗi chuyên mục là một dự án.",
    "default_projects_modules" => %w[news documents files wiki boards] }.each { |name, value| Setting[name] = value }
  user = User.new(firstname: "Văn phòng", lastname: "UBND xã", mail: "vanphong@example.invalid", language: "vi")
  user.login, user.admin, user.password = "vanphong", true, "vanphong-xa"
  user.save!
  Role.anonymous.add_permission!(:view_news, :view_documents, :view_files, :view_wiki_pages, :view_messages)
  nil
end

def author = User.find_by!(login: "vanphong")

def project_of(name)
  Project.find_by(name: name) || Project.create!(
    name: name, identifier: name.mb_chars.unicode_normalize(:nfd).gsub(/[^\w\s-]/, "").tr("đĐ", "dd").parameterize, is_public: true,
    description: "Chuyên mục #{name} của xã."
  )
end

def at(row, moment)
  row.update_columns({ created_on: moment, updated_on: moment }.slice(*row.attribute_names.map(&:to_sym)))
end

def shown(row, path)
  { id: "#{row.class.name} #{row.id}", url: path, title: row.try(:title) || row.subject,
    on: row.reload.created_on.getlocal("+07:00").to_date.iso8601 }
end

def save_news(post)
  news = News.create!(project: project_of(post["category"]), title: post["title"], author: author,
                      summary: post["summary"], description: post["body"])
  at(news, post["published"])
  shown(news, "/news/#{news.id}")
end

def save_document(post)
  document = Document.create!(project: project_of(post["category"]), title: post["title"], description: post["body"],
                              category: DocumentCategory.first)
  document.update_columns(created_on: post["published"])
  shown(document, "/documents/#{document.id}")
end

def save_topic(post)
  project = project_of(post["category"])
  board = project.boards.first ||
          Board.create!(project: project, name: "Hỏi đáp với xã", description: "Người dân hỏi, cán bộ xã trả lời")
  topic = Message.create!(board: board, author: author, subject: post["title"], content: post["body"])
  at(topic, post["published"])
  if post["answer"]
    reply = Message.create!(board: board, parent: topic, author: author, subject: "RE: #{post['title']}",
                            content: post["answer"])
    at(reply, post["answered"])
  end
  shown(topic, "/boards/#{board.id}/topics/#{topic.id}")
end

def save_page(post)
  project = project_of(post["category"])
  wiki = project.wiki || Wiki.create!(project: project, start_page: "Wiki")
  page = WikiPage.new(wiki: wiki, title: post["title"])
  page.content = WikiContent.new(page: page, text: post["body"], author: author)
  page.save!
  nil
end

def change(order)
  case order["what"]
  when "init" then init
  when "clock" then NightClock.stand(order["clock"])
  when "save" then order["posts"].filter_map { |post| send("save_#{post['kind']}", post) }
  else
    kind, id = order["id"].split
    row = kind.constantize.find(id)
    order["what"] == "edit" ? row.update!((row.respond_to?(:content) ? :content : :description) => order["body"]) : row.destroy!
  end
end

# One order a line on a socket of its own, so that Rails starts only once.
def take_orders(path)
  office = UNIXServer.new(path)
  Thread.new do
    loop do
      caller = office.accept
      caller.puts({ done: change(JSON.parse(caller.gets)) }.to_json)
    rescue StandardError => e
      caller.puts({ failed: e.full_message(highlight: false) }.to_json)
    ensure
      caller&.close
    end
  end
end

require "rack/handler/webrick"
take_orders("office.sock")
Rack::Handler::WEBrick.run(Rails.application, Host: "127.0.0.1", Port: ARGV[0].to_i,
                           AccessLog: [[$stderr, WEBrick::AccessLog::COMMON_LOG_FORMAT]])
