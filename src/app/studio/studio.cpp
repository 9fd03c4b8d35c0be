#include "app/studio/studio.hpp"

#include "app/studio/mat.hpp"

#include <fmt/format.h>

#include <array>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace crura::app::studio {
namespace {

constexpr std::size_t kRemembered = 200; // of what was said of a mat

} // namespace

struct Studio::Parts {
    using Mats = std::vector<std::shared_ptr<Mat>>; // by number

    // What the server has told of a number; ids and versions go on when it is another mat's.
    struct Told {
        std::weak_ptr<Mat> mat;
        MatNews news;
        json::Json about;
        std::uint64_t version = 0;
        std::uint64_t id = 0;
        std::deque<feed::Said> said;

        void remember(const feed::Said& one)
        {
            said.push_back(one);
            if (said.size() > kRemembered)
                said.pop_front();
        }
    };

    Claims claims;

    mutable std::mutex mutex; // of these two; nobody holds it while waiting
    Mats mats;
    Mats gone; // whose tickets the server has not taken yet

    // The server's.
    Mats looked_at; // so that what look() gave stays
    std::array<Told, feed::kMats> told;

    Mats now() const
    {
        const std::lock_guard lock(mutex);
        return mats;
    }

    std::shared_ptr<Mat> find(int number) const
    {
        const std::lock_guard lock(mutex);
        for (const auto& mat : mats)
            if (mat->number() == number)
                return mat;
        return nullptr;
    }

    std::shared_ptr<Mat> add(const RunOptions& options)
    {
        const std::lock_guard lock(mutex);
        int number = 1;
        auto place = mats.begin();
        for (; place != mats.end() && (*place)->number() == number; ++place)
            ++number;
        return number > feed::kMats
            ? nullptr
            : *mats.insert(place, std::make_shared<Mat>(number, options, claims));
    }

    void remove(const std::shared_ptr<Mat>& mat)
    {
        const std::lock_guard lock(mutex);
        std::erase(mats, mat);
        gone.push_back(mat);
    }

    Mats take_gone()
    {
        const std::lock_guard lock(mutex);
        return std::exchange(gone, {});
    }

    // [server]
    Told& told_of(const std::shared_ptr<Mat>& mat)
    {
        Told& known = told[std::size_t(mat->number() - 1)];
        if (known.mat.lock() == mat)
            return known;
        known.mat = mat;
        known.news = MatNews();
        known.about = json::Json();
        known.said.clear();
        return known;
    }

    feed::MatNow look_at(const std::shared_ptr<Mat>& mat)
    {
        Told& known = told_of(mat);
        const auto news = mat->news();
        if (known.about == json::Json() || news != known.news) {
            known.news = news;
            known.about = mat->about();
            ++known.version;
        }
        return {mat->number(), known.version, known.about, mat->newest()};
    }
};

Studio::Studio() : parts_(std::make_unique<Parts>()) {}

Studio::~Studio()
{
    const auto mats = parts_->now();
    for (const auto& mat : mats)
        mat->let_end();
    for (const auto& mat : mats)
        mat->close();
}

Result<int> Studio::open(const RunOptions& options)
{
    const auto mat = parts_->add(options);
    if (!mat)
        return Error{fmt::format("All {} mats are taken; close one of them first.", feed::kMats)};
    if (const auto opened = mat->open(); !opened) {
        parts_->remove(mat);
        return opened.error();
    }
    return mat->number();
}

Result<void> Studio::close(int number)
{
    const auto mat = parts_->find(number);
    if (!mat)
        return Error{fmt::format("There is no mat {}.", number)};
    mat->close();
    parts_->remove(mat);
    return {};
}

std::vector<int> Studio::mats() const
{
    std::vector<int> numbers;
    for (const auto& mat : parts_->now())
        numbers.push_back(mat->number());
    return numbers;
}

std::vector<feed::MatNow> Studio::look()
{
    parts_->looked_at = parts_->now();
    std::vector<feed::MatNow> seen;
    for (const auto& mat : parts_->looked_at)
        seen.push_back(parts_->look_at(mat));
    return seen;
}

std::vector<feed::Said> Studio::take_said()
{
    std::vector<feed::Said> all;
    for (const auto& mat : parts_->now()) {
        auto& known = parts_->told_of(mat);
        for (auto& said : mat->take_said()) {
            said.mat = mat->number();
            said.id = ++known.id;
            known.remember(said);
            all.push_back(std::move(said));
        }
    }
    return all;
}

std::vector<feed::Said> Studio::said(int mat)
{
    const auto found = parts_->find(mat);
    if (!found)
        return {};
    const auto& said = parts_->told_of(found).said;
    return {said.begin(), said.end()};
}

std::vector<feed::Taken> Studio::take_taken()
{
    std::vector<feed::Taken> all;
    auto mats = parts_->take_gone();
    for (auto& mat : parts_->now())
        mats.push_back(std::move(mat));
    for (const auto& mat : mats)
        for (const auto& taken : mat->take_taken())
            all.push_back(taken);
    return all;
}

feed::Mats::Answer Studio::command(int mat, Command command, std::uint64_t ticket)
{
    const auto found = parts_->find(mat);
    return found ? found->command(command, ticket) : Answer::no_mat;
}

feed::Mats::Answer Studio::note(int mat, const std::string& text, Time about)
{
    const auto found = parts_->find(mat);
    return found ? found->note(text, about) : Answer::no_mat;
}

} // namespace crura::app::studio
